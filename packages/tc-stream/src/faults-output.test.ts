import { closeSync, lstatSync, openSync, readFileSync, readlinkSync, symlinkSync, writeFileSync } from 'node:fs'
import { mkdir, stat } from 'node:fs/promises'
import { mkfifo, scratch, shell, T } from './faults.test.helper.js'
import { recording, run, start, until } from './program.test.helper.js'

const PIPE = recording('pipe.default.txt')
const CHART_END = ']]></script>\n</svg>\n'

jest.setTimeout(180_000)

const { path, names } = scratch()

describe('a reader that goes away', () => {
  test.each([
    ['before the first byte', `{ run "$IN"; } | true`],
    [
      'in the middle of a long output',
      `for i in 1 2 3 4 5 6; do cat "$IN"; done | { run --format records; } | head -c 100000`,
    ],
    ['of a chart', `{ run "$IN"; } | head -c 1000`],
    ['of the help', `{ run --help; } | true`],
  ])('%s is no fault and makes no noise', async (_, line) => {
    const outcome = await shell(`run() { ${T} "$@"; echo "exit $?" >&2; }; ${line} > /dev/null`, { IN: PIPE })
    // A chart that was taken before the reader went away is summed up as any other.
    expect(outcome.stderr.replace(/^(tc-stream: read | {2}TC_).*\n/gm, '')).toBe('exit 0\n')
  })

  test('of the messages: the chart is complete', async () => {
    const outcome = await shell(`${T} "$IN" --log-level trace --progress -o "$OUT" 2> >(true); echo $?`, {
      IN: PIPE,
      OUT: path('out.svg'),
    })
    expect(outcome.stdout).toBe('0\n')
    expect(readFileSync(path('out.svg'), 'utf8').endsWith(CHART_END)).toBe(true)
  })

  test('SIGPIPE itself ends nothing', async () => {
    const { child, done, said } = start(['--log-level', 'info'])
    child.stdin?.write(readFileSync(PIPE))
    await said('"reading"')
    child.kill('SIGPIPE')
    child.stdin?.end()
    const outcome = await done
    expect(outcome).toMatchObject({ code: 0, signal: null })
    expect(outcome.stdout.endsWith(CHART_END)).toBe(true)
  })
})

describe('a full disk', () => {
  /** A file system of 64 kB where one may be mounted, else a limit to the size of files: both fail in the middle. */
  const onSmallDisk = (line: string) =>
    shell(
      `mkdir -p "$DISK"; if unshare -m mount -t tmpfs -o size=64k none "$DISK" 2> /dev/null; then exec unshare -m bash -c ` +
        `'mount -t tmpfs -o size=64k none "$DISK" && eval "$LINE"'; else ulimit -f 64; eval "$LINE"; fi`,
      { DISK: path('disk'), IN: PIPE, LINE: line },
    )
  const REASON = '(no space left on device|file too large)'

  test('leaves the former file, and nothing else', async () => {
    const outcome = await onSmallDisk(
      `cd "$DISK"; echo former > out.svg; ${T} "$IN" -o out.svg; echo $?; ls -A; cat out.svg`,
    )
    expect(outcome.stdout).toBe('1\nout.svg\nformer\n')
    expect(outcome.stderr).toMatch(new RegExp(`^tc-stream: cannot write out\\.svg: ${REASON}\n$`))
  })

  test('under stdout is told', async () => {
    const outcome = await onSmallDisk(`cd "$DISK"; ${T} "$IN" > out.svg; echo $?`)
    expect(outcome.stdout).toBe('1\n')
    expect(outcome.stderr).toMatch(new RegExp(`^tc-stream: cannot write standard output: ${REASON}\n$`))
  })

  test('a limit to the size of files is one too', async () => {
    const outcome = await shell(`ulimit -f 64; ${T} "$IN" -o "$OUT"; echo $?`, { IN: PIPE, OUT: path('out.svg') })
    expect(outcome).toMatchObject({
      stdout: '1\n',
      stderr: `tc-stream: cannot write ${path('out.svg')}: file too large\n`,
    })
    expect(names()).toEqual([])
  })

  test.each([[['--help']], [['--version']], [['record', '--help']]])('%j is told too', async args => {
    const stdout = openSync('/dev/full', 'w')
    const outcome = await run(args, { stdout })
    closeSync(stdout)
    expect(outcome).toMatchObject({
      code: 1,
      stderr: 'tc-stream: cannot write standard output: no space left on device\n',
    })
  })

  test('under stderr costs only the messages', async () => {
    const outcome = await shell(`${T} "$IN" --log-level info 2> /dev/full; echo $?`, { IN: PIPE })
    expect(outcome.stdout.endsWith(`${CHART_END}0\n`)).toBe(true)
  })
})

describe('a place that cannot be written', () => {
  test.each([
    ['a directory that is missing', () => path('absent', 'out.svg'), 'no such file or directory'],
    ['a directory itself', () => path(), 'is a directory'],
    ['a path below a file', () => path('file', 'out.svg'), 'a part of the path is not a directory'],
    ['a link to itself', () => path('loop'), 'too many levels of symbolic links'],
    ['a link into nowhere', () => path('nowhere'), 'no such file or directory'],
    ['a name that is too long', () => path('x'.repeat(300)), 'name too long'],
  ])('%s: name and reason, exit 1', async (_, place, reason) => {
    writeFileSync(path('file'), '')
    symlinkSync('loop', path('loop'))
    symlinkSync('absent/out.svg', path('nowhere'))
    const outcome = await run([PIPE, '-o', place()])
    expect(outcome).toMatchObject({ code: 1, stdout: '', stderr: `tc-stream: cannot write ${place()}: ${reason}\n` })
    expect(names()).toEqual(['file', 'loop', 'nowhere'])
  })

  test("another user's directory", async () => {
    // Root may write anywhere but to a file system of the kernel's.
    const isRoot = process.getuid?.() === 0
    const place = isRoot ? '/proc/tc-stream.svg' : '/tc-stream.svg'
    const outcome = await run([PIPE, '-o', place])
    expect(outcome).toMatchObject({ code: 1, stdout: '' })
    expect(outcome.stderr).toMatch(
      /^tc-stream: cannot write \/.*tc-stream\.svg: (no such file or directory|permission denied)\n$/,
    )
    if (!isRoot) return
    await mkdir(path('closed'), { mode: 0o755 })
    const denied = await shell(`chmod 755 "$DIR"; ${AS_NOBODY} < "$IN"; echo $?`, { DIR: path(), IN: PIPE })
    expect(denied.stderr).toBe(`tc-stream: cannot write ${path('closed')}/out.svg: permission denied\n`)
    expect(denied.stdout).toBe('1\n')
  })
  const AS_NOBODY = `setpriv --reuid 65534 --regid 65534 --clear-groups ${T} -o "$DIR/closed/out.svg"`
})

describe('what is there already', () => {
  const ARGS = ['-q', '-o']

  test("leftovers of runs that were killed are in nobody's way", async () => {
    const { child, done } = start(['-o', path('out.svg')])
    await until(async () => names().length > 0)
    child.kill('SIGKILL')
    await done
    const [leftover = ''] = names()
    expect(leftover).toMatch(/^\.out\.svg\.\d+-[0-9a-f]{8}\.tmp$/)
    expect(await run([PIPE, ...ARGS, path('out.svg')])).toMatchObject({ code: 0, stderr: '' })
    expect(names()).toEqual([leftover, 'out.svg'])
    expect(readFileSync(path('out.svg'), 'utf8').endsWith(CHART_END)).toBe(true)
  })

  test('a name as long as names may be is one', async () => {
    const name = `${'ä'.repeat(125)}.svg`
    expect(await run([PIPE, ...ARGS, path(name)])).toMatchObject({ code: 0, stderr: '' })
    expect(names()).toEqual([name])
  })

  test('a link keeps pointing where it points, also where nothing is yet', async () => {
    await mkdir(path('sub'))
    symlinkSync('sub', path('dir'))
    symlinkSync('../there.svg', path('sub', 'link'))
    expect(await run([PIPE, ...ARGS, path('dir', 'link')])).toMatchObject({ code: 0, stderr: '' })
    expect(readlinkSync(path('sub', 'link'))).toBe('../there.svg')
    expect(names()).toEqual(['dir', 'sub', 'there.svg'])
  })

  test('a link to a pipe or device is written through, not replaced', async () => {
    symlinkSync('/proc/self/fd/1', path('stdout'))
    const outcome = await shell(`${T} -q "$IN" -o "$OUT" | cat`, { IN: PIPE, OUT: path('stdout') })
    expect(outcome).toMatchObject({ code: 0, stderr: '' })
    expect(outcome.stdout.endsWith(CHART_END)).toBe(true)
    expect(lstatSync(path('stdout')).isSymbolicLink()).toBe(true)
    mkfifo(path('pipe'))
    const piped = await shell(`cat "$OUT" & ${T} -q "$IN" -o "$OUT"; wait`, { IN: PIPE, OUT: path('pipe') })
    expect(piped.stdout === outcome.stdout).toBe(true)
    expect(lstatSync(path('pipe')).isFIFO()).toBe(true)
  })

  test('permissions and owner stay', async () => {
    writeFileSync(path('out.svg'), 'former', { mode: 0o640 })
    const owner = process.getuid?.() === 0 ? 65_534 : process.getuid?.()
    if (owner === 65_534) await shell(`chown 65534:65534 "$OUT"`, { OUT: path('out.svg') })
    expect(await run([PIPE, ...ARGS, path('out.svg')])).toMatchObject({ code: 0 })
    expect(await stat(path('out.svg'))).toMatchObject({ uid: owner, mode: 0o100640 })
  })
})

test.each([
  ['a timer', "setTimeout(() => { throw new Error('late \\x1b[31m') }, 1)"],
  ['a promise', "Promise.reject(new Error('late \\x1b[31m'))"],
])('a module that fails in %s, when nobody waits for it: told, and the former file stays', async (_, failure) => {
  writeFileSync(path('out.svg'), 'former')
  const open = `() => ({ push(event, emit) { ${failure}; emit(event) }, *flush() {} })`
  writeFileSync(path('late.mjs'), `export default { from: 'events', to: 'events', open: ${open} }`)
  const { child, done } = start(['--use', path('late.mjs'), '-o', path('out.svg')])
  child.stdin?.write(readFileSync(PIPE))
  const outcome = await done
  expect(outcome).toMatchObject({ code: 1, stdout: '' })
  expect(outcome.stderr).toMatch(/^tc-stream: internal error: late \\x1b\[31m\n/)
  expect(readFileSync(path('out.svg'), 'utf8')).toBe('former')
  expect(names()).toEqual(['late.mjs', 'out.svg'])
})

describe('the output is no file that is read', () => {
  const text = readFileSync(PIPE)
  beforeEach(() => {
    writeFileSync(path('trace.txt'), text)
    symlinkSync('trace.txt', path('link.txt'))
  })

  test.each([
    ['by its name', `${T} trace.txt -o trace.txt`, 'trace.txt is the input; the output would replace it'],
    ['by a link', `${T} trace.txt -o link.txt`, 'link.txt is the input; the output would replace it'],
    ['as stdin', `${T} -o trace.txt < link.txt`, 'trace.txt is the input; the output would replace it'],
    ['by the end of it', `${T} link.txt --format records >> trace.txt`, 'standard output is the input; '],
    ['by a second name', `ln trace.txt other; ${T} trace.txt -o other`, 'other is the input; '],
    ['as symbols', `${T} "$IN" --kallsyms trace.txt -o trace.txt`, 'trace.txt is the file of --kallsyms; '],
    [
      'as a module',
      `echo 'export default []' > m.mjs; ${T} "$IN" --use m.mjs -o m.mjs`,
      'm.mjs is a module of --use; ',
    ],
  ])('%s', async (_, line, message) => {
    const outcome = await shell(`cd "$DIR"; ${line}`, { DIR: path(), IN: PIPE })
    expect(outcome).toMatchObject({ code: 2, stdout: '' })
    expect(outcome.stderr).toContain(`tc-stream: ${message}`)
    expect(readFileSync(path('trace.txt')).equals(text)).toBe(true)
  })
})
