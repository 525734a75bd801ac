import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { perfThat as fakePerf } from './fake-perf.test.helper.js'
import { kernelEvents } from './kernel-events.js'
import { run, start, until } from './program.test.helper.js'
import { bufferMiB, recordArgs } from './record.js'
import { parseRecordOptions } from './record-options.js'

jest.setTimeout(120_000)

/** The kernel's events as perf lists them, where the kernel shows them to nobody else. */
const LIST =
  'case "$1" in list) echo "sched:sched_switch sched:sched_wakeup syscalls:sys_enter_read kmem:x "; exit;; esac'

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tc-stream-record-'))
})
afterAll(() => rm(directory, { recursive: true }))
const perfThat = (body: string) => fakePerf(directory, `${LIST}\n${body}`)
const isRecord = (args: readonly string[]) => args[0] === 'record'

describe('the arguments of perf record', () => {
  test('the whole machine, every event', () => {
    const options = parseRecordOptions(['-g', '-o', 'x.data', '--', 'make', '-j4'])
    expect(recordArgs(options, ['sched:sched_switch', 'sched:sched_wakeup'], { ownPid: 7 })).toEqual(
      'record -a -c 1 -g -o x.data -e sched:sched_switch,sched:sched_wakeup -- make -j4'.split(' '),
    )
  })

  test('a larger buffer than perf takes by itself, but no more than the machine can spare', () => {
    expect(recordArgs(parseRecordOptions([]), ['a:b'], { bufferMiB: 8 }).join(' ')).toBe(
      'record -a -c 1 -m 8M -o perf.data -e a:b',
    )
    expect([1, 2, 32, 33, 100, 256, 4_096].map(cpus => bufferMiB(cpus))).toEqual([8, 8, 8, 4, 2, 1, 1])
  })

  test("leave perf's and our own I/O out, for each list of events", () => {
    const names = Array.from({ length: 20 }, (_, index) => `syscalls:sys_enter_call${index}`)
    const args = recordArgs(parseRecordOptions(['-I']), names, { ownPid: 7 })
    const lists = args.flatMap((word, index) => (word === '-e' ? [index] : []))
    expect(lists.length).toBeGreaterThan(1)
    for (const at of lists)
      expect(args.slice(at + 2, at + 5)).toEqual(['--exclude-perf', '--filter', 'common_pid != 7'])
    expect(lists.flatMap(at => args[at + 1]?.split(','))).toEqual(names)
  })
})

describe("the kernel's events", () => {
  test('are found where the kernel shows them', async () => {
    const tree = join(directory, 'events')
    for (const name of ['sched/sched_switch', 'power/cpu_idle', 'irq_vectors/local_timer_entry', 'kmem/kmalloc']) {
      spawnSync('mkdir', ['-p', join(tree, name)])
    }
    expect(kernelEvents([join(directory, 'absent'), tree])).toEqual(
      new Set(['sched:sched_switch', 'power:cpu_idle', 'irq_vectors:local_timer_entry']),
    )
  })
})

describe('tc-stream record', () => {
  test('runs perf record, and tells how to draw', async () => {
    const perf = await perfThat('exit 0')
    const file = join(directory, 'some file.data')
    const outcome = await run(['record', '-g', '-o', file, '--', 'make', 'a b'], { env: perf.env })
    expect(outcome).toMatchObject({ code: 0, stdout: '' })
    expect(outcome.stderr).toBe(`tc-stream: draw it: tc-stream '${file}' > out.svg\n`)
    const args = (await perf.args()).find(isRecord) ?? []
    expect(args.slice(0, 5)).toEqual(['record', '-a', '-c', '1', '-g'])
    expect(args[args.indexOf('-o') + 1]).toBe(file)
    expect(args.slice(-3)).toEqual(['--', 'make', 'a b'])
    expect((await run(['record', '-q'], { env: perf.env })).stderr).toBe('')
    expect((await perf.args()).findLast(isRecord)?.slice(0, 4)).toEqual(['record', '-q', '-a', '-c'])
  })

  test('--print shows a command line that a shell reads as the same', async () => {
    const perf = await perfThat('exit 0')
    const args = ['-g', '-I', '-o', "it's.data", '--', 'sh', '-c', 'echo "$1"\n*', ';', '']
    const shown = await run(['record', '--print', ...args], { env: perf.env })
    expect(shown.code).toBe(0)
    for (const line of shown.stdout.split(' \\\n').slice(0, -1)) expect(line.length).toBeLessThanOrEqual(100)
    expect((await perf.args()).filter(isRecord)).toEqual([])
    spawnSync('sh', ['-c', shown.stdout], { env: { ...process.env, ...perf.env } })
    await run(['record', ...args], { env: perf.env })
    const [fromShell, fromUs] = (await perf.args()).filter(isRecord)
    expect(fromShell?.slice(-6)).toEqual(['--', 'sh', '-c', 'echo "$1"\n*', ';', ''])
    // Our own process is left out only where there is one.
    const without = (option: string, args: readonly string[] = []) =>
      args.filter((word, index) => word !== option && args[index - 1] !== option)
    // Only root may have the larger buffer.
    expect(without('-m', without('--filter', fromUs))).toEqual(without('-m', fromShell))
    expect(fromShell).toContain('-m')
  })

  test.each([0, 2, 77])("perf's exit status %i is ours", async status => {
    const perf = await perfThat(`exit ${status}`)
    expect((await run(['record', '--', 'x'], { env: perf.env })).code).toBe(status)
  })

  test('perf that fails without a word, for -q, is told', async () => {
    const perf = await perfThat('exit 255')
    const quiet = await run(['record', '-q', '--', 'x'], { env: perf.env })
    expect(quiet).toMatchObject({ code: 255, stderr: expect.stringMatching(/failed \(exit status 255\); without -q/) })
    expect((await run(['record', '--', 'x'], { env: perf.env })).stderr).toBe('')
    const other = await perfThat('exit 3')
    expect(await run(['record', '-q', '--', 'x'], { env: other.env })).toMatchObject({ code: 3, stderr: '' })
  })

  test('a recording without a command is ended by an interrupt, and that is no failure', async () => {
    const perf = await perfThat('exec sleep 1000')
    const { child, done } = start(['record'], { env: perf.env })
    await until(async () => (await perf.args()).some(isRecord))
    child.kill('SIGINT')
    expect(await done).toMatchObject({ code: 0, stdout: '' })
    await until(perf.isGone)
  })

  test('a command that is interrupted is told as a shell does', async () => {
    const perf = await perfThat('exec sleep 1000')
    const { child, done } = start(['record', '--', 'x'], { env: perf.env })
    await until(async () => (await perf.args()).some(isRecord))
    child.kill('SIGTERM')
    expect(await done).toMatchObject({ code: 130 })
    await until(perf.isGone)
  })

  test('no perf', async () => {
    const outcome = await run(['record', '--', 'x'], { env: { PATH: directory } })
    expect(outcome).toMatchObject({ code: 1, stdout: '' })
    expect(outcome.stderr).toMatch(
      /^tc-stream: (perf is not installed|the tracepoints of this kernel cannot be seen).*\n$/,
    )
  })

  test('mistakes are told in one line, exit 2; help goes to stdout', async () => {
    expect(await run(['record', '-P', '-T'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr:
        'tc-stream: -P and -T exclude each other: without them both power and tasks are recorded\nsee tc-stream record --help\n',
    })
    expect(await run(['record', '--help'])).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringContaining('-T,'),
    })
  })

  test('a file of that name is ./record', async () => {
    await writeFile(join(directory, 'record'), 'no trace')
    expect((await run([join(directory, 'record')])).stderr).toContain('nothing to draw: no event in 1 line')
  })
})

const probe = spawnSync('perf', ['record', '-q', '-a', '-e', 'sched:sched_switch', '-o', '/dev/null', '--', 'true'])
if (probe.status === 0) {
  describe('recorded now', () => {
    test('a command, and its chart', async () => {
      const file = join(directory, 'now.data')
      const command = ['sh', '-c', 'for i in 1 2 3; do /bin/true; sleep 0.01; done; exit 5']
      expect((await run(['record', '-q', '-g', '-o', file, '--', ...command])).code).toBe(5)
      const events = await run([file, '--format', 'events', '-q'])
      expect(events.code).toBe(0)
      for (const type of ['switch', 'wakeup', 'fork', 'exit', 'interrupt']) {
        expect(events.stdout).toContain(`{"type":"${type}"`)
      }
      expect(events.stdout).toContain('"callchain":[')
      expect((await run([file])).stdout).toContain('</svg>')
    })

    test("I/O, without perf's own", async () => {
      const file = join(directory, 'io.data')
      // The parent of the command is the perf that records it; another one may run at the same time.
      const recorder = join(directory, 'recorder')
      const command = ['sh', '-c', `echo $PPID > ${recorder}; for i in 1 2 3; do echo text; done | cat > /dev/null`]
      expect((await run(['record', '-q', '-I', '-o', file, '--', ...command])).code).toBe(0)
      const { stdout } = await run([file, '--format', 'timeline', '-q'])
      const items = stdout
        .trimEnd()
        .split('\n')
        .map(line => JSON.parse(line) as Record<string, unknown>)
      const calls = items.filter(item => item.type === 'io')
      const read = calls.filter(item => item.comm === 'cat' && item.op === 'read' && item.fd === 0)
      expect(read.reduce((sum, item) => sum + Number(item.bytes), 0)).toBe(15)
      const pid = Number(readFileSync(recorder, 'utf8'))
      expect(pid).toBeGreaterThan(0)
      expect(calls.filter(item => item.pid === pid)).toEqual([])
    })
  })
} else {
  test.skip(`a recording made now (not possible here: ${probe.error?.message ?? probe.stderr.toString().trim()})`, () => {})
}
