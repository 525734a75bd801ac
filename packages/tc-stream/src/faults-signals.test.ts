import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { perfThat } from './fake-perf.test.helper.js'
import { mkfifo, programEnv, scratch, silentWriter, stuckReader, T } from './faults.test.helper.js'
import { recording, run, spawnProgram, start, until } from './program.test.helper.js'

const PIPE = recording('pipe.default.txt')
const STREAM = join(__dirname, '../../../test-data/perf-data/stream.perf.data')
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

describe('a Ctrl-C, which reaches all of a pipeline', () => {
  const HALF = `head -c ${text.length >> 1} "$FILE"`
  const REST = `tail -c +${(text.length >> 1) + 1} "$FILE"`

  /** Starts a writer and the program behind it, and interrupts both once some of the text was read. */
  async function interrupt(writer: string, env: Record<string, string> = {}, sign = '"reading"') {
    const line = `{ ${writer}; } | ${T} --log-level info -o "$OUT"`
    const { child, done, said } = spawnProgram('bash', ['-c', line], {
      env: { ...programEnv, FILE: PIPE, OUT: path('out.svg'), ...env },
      ownGroup: true,
    })
    await said('"reading"')
    await said(sign)
    process.kill(-(child.pid as number), 'SIGINT')
    return done
  }

  const whole = async () => (await run([PIPE])).stdout

  test('draws what the writer says while it ends', async () => {
    const { stderr } = await interrupt(
      `trap 'sleep 0.4; ${REST}; exit' INT; ${HALF}; echo half >&2; while :; do sleep 0.05; done`,
      {},
      'half',
    )
    expect(stderr).toContain('drawing what was read so far')
    expect(readFileSync(path('out.svg'), 'utf8')).toBe(await whole())
  })

  test('draws what perf script makes of the rest of a recording', async () => {
    const perf = await perfThat(path(), `${HALF}; cat > /dev/null; ${REST}`)
    // perf record, which ends by the signal, has written a recording that its reader has not seen the end of.
    await interrupt(`cat '${STREAM}'; exec sleep 1000`, perf.env)
    expect(readFileSync(path('out.svg'), 'utf8')).toBe(await whole())
    await until(perf.isGone)
  })

  test('does not wait for a writer that goes on and on', async () => {
    const { stderr } = await interrupt(`trap '' INT; while :; do cat "$FILE" || exit; sleep 0.2; done`)
    expect(stderr).toContain('tc-stream: read ')
    expect(readFileSync(path('out.svg'), 'utf8').endsWith('</svg>\n')).toBe(true)
  })

  test('ends a file at once', async () => {
    const { child, done, said } = spawnProgram('bash', ['-c', `exec ${T} --log-level info -o "$OUT" < "$FILE"`], {
      env: { ...programEnv, FILE: endless(path('endless.txt')), OUT: path('out.svg') },
      ownGroup: true,
    })
    await said('"reading"')
    process.kill(-(child.pid as number), 'SIGINT')
    expect(await done).toMatchObject({ code: 0, signal: null })
    const lines = Number(/read ([\d,]+) lines/.exec((await done).stderr)?.[1]?.replaceAll(',', ''))
    expect(lines).toBeLessThan(ENDLESS_TIMES * text.toString().split('\n').length)
  })
})

const ENDLESS_TIMES = 2_000

/** A file that takes far longer to be read than a signal to be sent. */
function endless(file: string): string {
  writeFileSync(file, Buffer.concat(Array.from({ length: ENDLESS_TIMES }, () => text)))
  return file
}

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
