import { chmodSync, closeSync, openSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { scratch, shell, silentWriter, T } from './faults.test.helper.js'
import { recording, run, start, until } from './program.test.helper.js'

const PIPE = recording('pipe.default.txt')
const text = readFileSync(PIPE, 'utf8')
const NOBODY = 65_534

jest.setTimeout(180_000)

const { path, names } = scratch()

test('a writer that is killed in the middle of a line: what came is drawn, the rest of a line is counted', async () => {
  // In the middle of a time, so that it is no whole record.
  const cut = text.slice(0, text.length / 2).replace(/(\[\d+\] +\d+\.\d\d).*\n?.*$/, '$1')
  writeFileSync(path('cut.txt'), cut)
  const { child, done } = start(['-o', path('out.svg')])
  const writer = silentWriter(path('cut.txt'))
  let written = 0
  writer.stdout?.on('data', (chunk: Buffer) => {
    written += chunk.length
    child.stdin?.write(chunk)
  })
  writer.on('close', () => child.stdin?.end())
  await until(async () => written === cut.length)
  writer.kill('SIGKILL')
  const { code, stderr } = await done
  const lines = cut.split('\n').length
  expect(code).toBe(0)
  expect(stderr).toContain(`read ${lines.toLocaleString('en')} lines, ${(lines - 1).toLocaleString('en')} events`)
  expect(stderr).toContain('; 1 line not understood')
  expect(readFileSync(path('out.svg'), 'utf8').endsWith('</svg>\n')).toBe(true)
})

describe('no input', () => {
  test.each([
    ['stdin is closed', `${T} <&-`],
    ['stdin is empty', `${T} < /dev/null`],
    ['the writer says nothing', `true | ${T}`],
  ])('%s: that is told, exit 1', async (_, line) => {
    const outcome = await shell(`${line} > "$OUT"`, { OUT: path('out.svg') })
    expect(outcome).toMatchObject({ code: 1, stdout: '' })
    expect(outcome.stderr).toContain('tc-stream: nothing to draw: the input is empty\n')
  })

  test('stdin is a terminal: how to use it, exit 2', async () => {
    const outcome = await shell(`script -qec '${T} > "$OUT"' /dev/null`, { OUT: path('out.svg') })
    expect(outcome.code).toBe(2)
    expect(outcome.stdout).toContain('usage: perf script | tc-stream > out.svg')
    expect(readFileSync(path('out.svg'), 'utf8')).toBe('')
  })

  test('a terminal as the reader of a chart: refused, exit 2', async () => {
    const outcome = await shell(`script -qec '${T} "$IN"' /dev/null`, { IN: PIPE })
    expect(outcome.code).toBe(2)
    expect(outcome.stdout).toContain('the chart would go to the terminal')
  })
})

describe('an input that cannot be read', () => {
  test.each([
    ['a name of nothing', () => path('absent.txt'), 'no such file or directory'],
    ['a directory', () => path(), 'is a directory'],
    ['a link into nowhere', () => path('dangling'), 'no such file or directory'],
    ['a link to itself', () => path('loop'), 'too many levels of symbolic links'],
    ['a path below a file', () => path('file', 'trace.txt'), 'a part of the path is not a directory'],
    ['a name that is too long', () => path('x'.repeat(300)), 'name too long'],
  ])('%s: name and reason in one line, exit 1, no output', async (_, place, reason) => {
    symlinkSync('absent.txt', path('dangling'))
    symlinkSync('loop', path('loop'))
    writeFileSync(path('file'), '')
    for (const args of [[place()], ['-i', place()], [PIPE, '--kallsyms', place()]]) {
      const outcome = await run([...args, '-o', path('out.svg')])
      expect(outcome).toMatchObject({ code: 1, stdout: '', stderr: `tc-stream: cannot read ${place()}: ${reason}\n` })
    }
    expect(names()).toEqual(['dangling', 'file', 'loop'])
  })

  test('a directory as stdin', async () => {
    const outcome = await shell(`${T} < "$DIR"`, { DIR: path() })
    expect(outcome).toMatchObject({ code: 1, stderr: 'tc-stream: cannot read standard input: is a directory\n' })
  })

  test('a file of which we have no permission', async () => {
    writeFileSync(path('secret.txt'), text, { mode: 0o000 })
    chmodSync(path(), 0o755)
    // Modes do not hold root back.
    const isRoot = process.getuid?.() === 0
    const outcome = await run([path('secret.txt')], isRoot ? { uid: NOBODY } : {})
    expect(outcome).toMatchObject({
      code: 1,
      stdout: '',
      stderr: `tc-stream: cannot read ${path('secret.txt')}: permission denied\n`,
    })
  })

  test('a file that fails while it is read', async () => {
    // The memory of a process is there, and its first page is not.
    const outcome = await run(['/proc/self/mem', '-o', path('out.svg')])
    expect(outcome).toMatchObject({ code: 1, stderr: 'tc-stream: cannot read /proc/self/mem: input/output error\n' })
    expect(names()).toEqual([])
  })
})

describe('packed data with a fault', () => {
  const packed = gzipSync(text)
  const broken = Buffer.from(packed)
  broken[packed.length - 6] = ~(packed.at(-6) ?? 0)

  test.each([
    ['cut', packed.subarray(0, packed.length / 2), 'the compressed data ends too early; used as far as it goes'],
    ['broken', broken, 'the compressed data is damaged; used as far as it could be unpacked'],
  ])('%s: drawn, told, and refused by --strict', async (_, bytes, message) => {
    const file = path('trace.gz')
    writeFileSync(file, bytes)
    const stdin = openSync(file, 'r')
    const piped = await run([], { stdinFd: stdin })
    closeSync(stdin)
    expect(piped.stderr).toContain(`\n  standard input: ${message}\n`)
    const outcome = await run([file])
    expect(outcome.code).toBe(0)
    expect(outcome.stdout.endsWith('</svg>\n')).toBe(true)
    expect(outcome.stderr).toContain(`\n  ${file}: ${message}\n`)
    writeFileSync(path('out.svg'), 'former')
    const strict = await run([file, '--format', 'records', '--strict', '-o', path('out.svg')])
    expect(strict).toMatchObject({ code: 1, stdout: '' })
    expect(strict.stderr).toMatch(/^tc-stream: --strict: /)
    expect(readFileSync(path('out.svg'), 'utf8')).toBe('former')
    expect(names()).toEqual(['out.svg', 'trace.gz'])
  })
})

test('an input that fails late leaves the former output', async () => {
  writeFileSync(path('out.ndjson'), 'former')
  const { child, done } = start(['--format', 'records', '--strict', '-o', path('out.ndjson')])
  for (let times = 0; times < 4; times++) child.stdin?.write(text)
  child.stdin?.end('no line of perf script\n')
  expect(await done).toMatchObject({ code: 1, stdout: '' })
  expect(readFileSync(path('out.ndjson'), 'utf8')).toBe('former')
  expect(names()).toEqual(['out.ndjson'])
})
