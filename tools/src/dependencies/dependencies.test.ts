import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { developmentDependencies, type Lock, readLock, runTimeDependencies } from './lock.js'

/** Licences that ask for no more than their text and the names of the authors. */
const ALLOWED = new Set(['MIT', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', '0BSD'])
/** How far the size that is told may be from that of the files: a new version is a little larger or smaller. */
const SIZE_TOLERANCE = 0.3

const ROOT = join(process.cwd(), '..')
const page = readFileSync(join(ROOT, 'docs', 'dependencies.md'), 'utf8')
const lock = readLock(ROOT)
const needed = runTimeDependencies(ROOT, lock)

/** The rows of the table under a heading. */
function rowsUnder(heading: string): string[][] {
  const part = page.split(/^## /m).find(text => text.startsWith(heading)) ?? ''
  const rows = part.split('\n').filter(line => line.startsWith('| `'))
  return rows.map(row =>
    row
      .split('|')
      .slice(1, -1)
      .map(cell => cell.trim()),
  )
}

describe('docs/dependencies.md', () => {
  const told = rowsUnder('At run time')

  test('tells every package that is installed with ours, and no other', () => {
    expect(needed.length).toBeGreaterThan(10)
    expect(told.map(([key = '']) => key.replaceAll('`', '')).sort()).toEqual(needed.map(({ key }) => key).sort())
  })

  test('says why each is there', () => {
    for (const [key, , , , why = ''] of told) expect({ key, why }).toEqual({ key, why: expect.stringMatching(/\w{3}/) })
  })

  test.each(needed)('$key: licence, size and who needs it', ({ key, license, sizeBytes, neededBy }) => {
    const [, toldLicense, toldSize = '', toldNeeds = ''] = told.find(([name]) => name === `\`${key}\``) ?? []
    expect(toldLicense).toBe(license)
    expect(ALLOWED).toContain(license)
    const toldBytes = Number(toldSize.replace(/ kB$/, '')) * 1000
    // The smallest are told in whole kB.
    expect(Math.abs(toldBytes - sizeBytes)).toBeLessThanOrEqual(Math.max(1_000, sizeBytes * SIZE_TOLERANCE))
    if (toldNeeds !== 'all') expect(toldNeeds.split(', ')).toEqual(neededBy)
    else expect(neededBy.length).toBeGreaterThan(8)
  })

  test('tells the sum', () => {
    const megabytes = needed.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) / 1e6
    const [, count, size] = /(\d+) packages of others, ([\d.]+) MB/.exec(page) ?? []
    expect(Number(count)).toBe(needed.length)
    expect(Math.abs(Number(size) - megabytes)).toBeLessThan(megabytes * SIZE_TOLERANCE)
  })

  test('tells what is needed to build and test', () => {
    const names = rowsUnder('To build').flatMap(([cell = '']) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name),
    )
    expect(names.sort()).toEqual(developmentDependencies(lock))
  })
})

test('nothing that is installed with ours runs a script of its own when it is', () => {
  expect(needed.filter(({ hasInstallScript }) => hasInstallScript)).toEqual([])
})

test('the lock file tells no host to fetch from', () => {
  const hosts = Object.values(lock).filter(({ link, resolved }) => link !== true && resolved !== undefined)
  expect(hosts).toEqual([])
})

test('of two versions of a package each one finds its own', () => {
  const tiny: Lock = {
    'packages/ours': { version: '1.0.0', dependencies: { zod: '*', gone: '*' } },
  }
  expect(() => runTimeDependencies(ROOT, tiny)).toThrow(/which packages\/ours needs, is not in the lock file/)
  expect(needed.filter(({ key }) => key.startsWith('sonic-boom ')).length).toBe(
    Object.keys(lock).filter(path => path.endsWith('node_modules/sonic-boom')).length,
  )
})
