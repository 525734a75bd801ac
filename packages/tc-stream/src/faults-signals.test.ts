import { readFileSync, writeFileSync } from 'node:fs'
import { mkfifo, programEnv, scratch, silentWriter, stuckReader, T } from './faults.test.helper.js'
import { recording, spawnProgram, start, until } from './program.test.helper.js'

const PIPE = recording('pipe.default.txt')
const text = readFileSync(PIPE)
const ENDINGS = [
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const

jest.setTimeout(180_000)

const { path, names } = scratch()

describe.each(ENDINGS)('%s', (signal, code) => {
  test('the first one draws what was read', async () => {
    const { child, done, said } = start(['--log-level', 'info', '-o', path('out.svg')])
    child.stdin?.write(text)
    await said('"reading"')
    child.kill(signal)
    expect(await done).toMatchObject({ code: 0, signal: null })
    expect(readFileSync(path('out.svg'), 'utf8').endsWith('</svg>\n')).toBe(true)
    expect(names()).toEqual(['out.svg'])
  })

  test('the second one gives up: the former file stays, and nothing else is left', async () => {
    writeFileSync(path('out.svg'), 'former')
    const { child, done, said } = start(['--use', path('stuck.mjs'), '--log-level', 'info', '-o', path('out.svg')])
    writeFileSync(path('stuck.mjs'), STUCK)
    child.stdin?.write(text)
    await said('"reading"')
    child.kill(signal)
    await said('drawing what was read so far')
    child.kill(signal)
    expect(await done).toMatchObject({ code: null, signal })
    expect(readFileSync(path('out.svg'), 'utf8')).toBe('former')
    expect(names()).toEqual(['out.svg', 'stuck.mjs'])
  })

  test('one before anything was read gives up; a shell sees the exit code of the signal', async () => {
    const { child, done } = spawnProgram('bash', ['-c', `${T} -o "$OUT" <&0 & echo $!; wait $!; echo $?`], {
      env: { ...programEnv, OUT: path('out.svg') },
    })
    const pid = new Promise<number>(resolve => child.stdout?.once('data', text => resolve(Number(text))))
    await until(async () => names().some(name => name.endsWith('.tmp')))
    process.kill(await pid, signal)
    expect((await done).stdout.split('\n')[1]).toBe(String(code))
    expect(names()).toEqual([])
  })
})

/** A stage that never ends. */
const STUCK = `import { Transform } from 'node:stream'
export default { from: 'records', to: 'records', open: () => new Transform({
  objectMode: true, transform: (items, _, done) => done(null, items), flush() { setInterval(() => {}, 1000) },
}) }
`

describe('a named pipe', () => {
  test.each([
    ['as input', ['PIPE']],
    ['read twice', ['PIPE', '--from', '10%']],
    ['as symbols', [PIPE, '--kallsyms', 'PIPE']],
  ])('%s, that nobody writes to, is given up at once', async (_, args) => {
    const pipe = mkfifo(path('pipe'))
    const { child, done } = start([...args.map(arg => (arg === 'PIPE' ? pipe : arg)), '-o', path('out.svg')])
    await until(async () => names().some(name => name.endsWith('.tmp')))
    child.kill('SIGTERM')
    expect(await done).toMatchObject({ signal: 'SIGTERM', stdout: '' })
    expect(names()).toEqual(['pipe'])
  })

  test('whose writer falls silent is drawn at the first signal', async () => {
    const pipe = mkfifo(path('pipe'))
    silentWriter(PIPE, pipe)
    const { child, done } = start([pipe, '--format', 'timeline'])
    await new Promise(resolve => child.stdout?.once('data', resolve))
    child.kill('SIGINT')
    expect(await done).toMatchObject({ code: 0, signal: null })
  })

  test('whose writer falls silent does not keep a program without a reader alive', async () => {
    const pipe = mkfifo(path('pipe'))
    silentWriter(recording('build.full.txt'), pipe)
    const { child, done } = start([pipe, '--format', 'records'])
    child.stdout?.once('data', () => child.stdout?.destroy())
    expect(await done).toMatchObject({ code: 0, stderr: '' })
  })

  test('whose reader is stuck is given up at the second signal', async () => {
    const pipe = mkfifo(path('pipe'))
    stuckReader(pipe)
    const { child, done, said } = start([
      recording('build.full.txt'),
      '--format',
      'records',
      '--log-level',
      'info',
      '-o',
      pipe,
    ])
    await said('"reading"')
    child.kill('SIGINT')
    await said('drawing what was read so far')
    child.kill('SIGINT')
    expect(await done).toMatchObject({ signal: 'SIGINT' })
  })
})
