import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadSymbols, MAX_PERF_MAP_BYTES, MAX_PERF_MAPS } from './load-symbols.js'

let directory: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'callchain-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const writeMap = (pid: number | string, name: string) =>
  writeFileSync(join(directory, `perf-${pid}.map`), `1000 10 ${name}\n`)

test('nothing is loaded unasked', () => {
  expect(loadSymbols({})).toEqual({})
})

test('kernel symbols are read at once, and a wrong path is told', () => {
  writeFileSync(join(directory, 'kallsyms'), 'ffffffff81000000 T _stext\n')
  expect(loadSymbols({ kallsyms: join(directory, 'kallsyms') }).kallsyms?.find('ffffffff81000001')?.symbol).toBe(
    '_stext',
  )
  expect(() => loadSymbols({ kallsyms: join(directory, 'missing') })).toThrow('ENOENT')
})

test('the map of a process is found by its pid', () => {
  writeMap(12, 'f')
  const { perfMapOf } = loadSymbols({ perfMapDir: directory })
  expect(perfMapOf?.(12)?.find('1000')?.symbol).toBe('f')
  expect(perfMapOf?.(13)).toBeUndefined()
})

test('a map is read once while it is kept, and no more are kept than the limit', () => {
  for (let pid = 1; pid <= MAX_PERF_MAPS + 1; pid++) writeMap(pid, 'old')
  const perfMapOf = loadSymbols({ perfMapDir: directory }).perfMapOf as (pid: number) => { find(ip: string): unknown }
  perfMapOf(1)
  perfMapOf(2)
  for (const pid of [1, 2]) writeMap(pid, 'new')
  expect(perfMapOf(1).find('1000')).toMatchObject({ symbol: 'old' })
  for (let pid = 3; pid <= MAX_PERF_MAPS + 1; pid++) perfMapOf(pid)
  expect(perfMapOf(2).find('1000')).toMatchObject({ symbol: 'old' })
  expect(perfMapOf(1).find('1000')).toMatchObject({ symbol: 'new' })
})

test('no name leads out of the directory, and only plain files are read', () => {
  writeFileSync(join(directory, 'secret'), '1000 10 secret\n')
  symlinkSync(join(directory, 'secret'), join(directory, 'perf-5.map'))
  mkdirSync(join(directory, 'perf-6.map'))
  const perfMapOf = loadSymbols({ perfMapDir: directory }).perfMapOf as (pid: unknown) => unknown
  for (const pid of [5, 6, -1, 0, 1.5, Number.NaN, '../x', null]) expect(perfMapOf(pid)).toBeUndefined()
})

test('a pipe among the maps is not waited for, nor is a link to a device followed', () => {
  execFileSync('mkfifo', [join(directory, 'perf-7.map')])
  symlinkSync('/dev/zero', join(directory, 'perf-8.map'))
  const { perfMapOf } = loadSymbols({ perfMapDir: directory })
  for (const pid of [7, 8]) expect(perfMapOf?.(pid)).toBeUndefined()
})

test('a map that is too large is not read', () => {
  for (const pid of [9, 10]) writeMap(pid, 'f')
  truncateSync(join(directory, 'perf-9.map'), MAX_PERF_MAP_BYTES)
  truncateSync(join(directory, 'perf-10.map'), MAX_PERF_MAP_BYTES + 1)
  const { perfMapOf } = loadSymbols({ perfMapDir: directory })
  expect(perfMapOf?.(9)?.find('1000')?.symbol).toBe('f')
  expect(perfMapOf?.(10)).toBeUndefined()
})

test('kernel symbols that never end are refused', () => {
  expect(() => loadSymbols({ kallsyms: '/dev/zero' })).toThrow('kernel symbols of more than ')
})
