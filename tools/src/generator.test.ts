import fc from 'fast-check'
import type { GeneratorOptions } from './generator/options.js'
import { TraceGenerator } from './generator.js'

const textOf = (options: GeneratorOptions) => [...new TraceGenerator(options)].join('')
const headersOf = (options: GeneratorOptions) =>
  textOf(options)
    .split('\n')
    .filter(line => line.includes('prio=') || line.includes('cpu_id='))

interface Line {
  readonly comm: string
  readonly tid: number
  readonly cpu: number
  readonly timeNs: number
  readonly event: string
  readonly payload: string
}

const HEADER = /^\s*(\S.*?)\s+(\d+) \[(\d{3})\] +(\d+)\.(\d{6,9}): +(\w+:\w+): (.*)$/

function parseLine(line: string): Line {
  const match = HEADER.exec(line)
  if (match === null) throw new Error(`no header: ${line}`)
  const [, comm, tid, cpu, seconds, fraction, event, payload] = match as unknown as string[]
  const timeNs = Number(seconds) * 1e9 + Number((fraction as string).padEnd(9, '0'))
  return {
    comm: comm as string,
    tid: Number(tid),
    cpu: Number(cpu),
    timeNs,
    event: event as string,
    payload: payload as string,
  }
}

const SWITCH =
  /prev_comm=(.*) prev_pid=(\d+) prev_prio=\d+ prev_state=(\S+) ==> next_comm=(.*) next_pid=(\d+) next_prio=\d+$/
const WAKEUP = /comm=(.*) pid=(\d+) prio=\d+ target_cpu=(\d{3})$/

const IDLE = /^state=(?:[123]|4294967295) cpu_id=(\d+)$/

/** `expect` for what is asked of every line: it costs too much where it holds. */
function agree(is: unknown, should: unknown, line: Line): void {
  if (is !== should) throw new Error(`${String(is)}, not ${String(should)}, at ${JSON.stringify(line)}`)
}

/** Follows every task and CPU, and throws where the text contradicts itself. */
class Walker {
  readonly #current = new Map<number, number>()
  readonly #places = new Map<number, string>()
  readonly #dead = new Set<number>()
  #timeNs = 0
  forked = 0
  exited = 0

  take(line: Line): void {
    agree(line.timeNs >= this.#timeNs, true, line)
    this.#timeNs = line.timeNs
    agree(line.tid, this.#current.get(line.cpu) ?? 0, line)
    if (line.event === 'sched:sched_switch') this.#takeSwitch(line)
    else if (line.event === 'power:cpu_idle') agree(IDLE.exec(line.payload)?.[1], String(line.cpu), line)
    else this.#takeWakeup(line)
  }

  #takeSwitch(line: Line): void {
    const { cpu, payload } = line
    const [, prevComm, prev, state, , next] = SWITCH.exec(payload) as unknown as string[]
    agree(Number(prev), this.#current.get(cpu) ?? 0, line)
    if (prev === '0') agree(prevComm, `swapper/${cpu}`, line)
    else this.#leave(Number(prev), state as string, line)
    if (next !== '0') {
      agree(this.#places.get(Number(next)), `queue ${cpu}`, line)
      this.#places.set(Number(next), `runs ${cpu}`)
    }
    this.#current.set(cpu, Number(next))
  }

  #leave(tid: number, state: string, line: Line): void {
    if (state.startsWith('R')) this.#places.set(tid, `queue ${line.cpu}`)
    else if (/^[XZ]$/.test(state)) {
      this.#places.delete(tid)
      this.#dead.add(tid)
      this.exited++
    } else {
      agree('SDI'.includes(state), true, line)
      this.#places.set(tid, 'sleeps')
    }
  }

  #takeWakeup(line: Line): void {
    const [, , tid, target] = WAKEUP.exec(line.payload) as unknown as string[]
    const pid = Number(tid)
    if (line.event === 'sched:sched_wakeup_new') {
      this.forked++
      agree(this.#places.has(pid), false, line)
    } else {
      agree(this.#places.get(pid) ?? 'sleeps', 'sleeps', line)
      agree(this.#dead.has(pid), false, line)
    }
    this.#places.set(pid, `queue ${Number(target)}`)
  }
}

function walk(options: GeneratorOptions): Walker {
  const walker = new Walker()
  for (const header of headersOf(options)) walker.take(parseLine(header))
  return walker
}

test('schedules honestly, whatever is asked for', () => {
  const options = fc.record({
    events: fc.integer({ min: 1, max: 1500 }),
    cpus: fc.integer({ min: 1, max: 12 }),
    tasks: fc.integer({ min: 1, max: 60 }),
    comms: fc.integer({ min: 1, max: 40 }),
    forkRate: fc.double({ min: 0, max: 1, noNaN: true }),
    callchains: fc.constantFrom(0, 1, 5),
    ns: fc.boolean(),
    seed: fc.nat(),
  })
  fc.assert(
    fc.property(options, given => void walk(given)),
    { numRuns: 60 },
  )
})

test('the same seed gives the same text, another seed another', () => {
  const options = { events: 5000, forkRate: 0.2, callchains: 4 }
  expect(textOf({ ...options, seed: 7 })).toBe(textOf({ ...options, seed: 7 }))
  expect(textOf({ ...options, seed: 7 })).not.toBe(textOf({ ...options, seed: 8 }))
})

test('a longer text begins with the shorter one', () => {
  const short = textOf({ events: 3000 })
  expect(textOf({ events: 4000 }).slice(0, short.length)).toBe(short)
})

test('looks as perf prints it', () => {
  expect(textOf({ events: 3, cpus: 1, tasks: 1, comms: 1 })).toMatchInlineSnapshot(`
"         swapper     0 [000]  1000.000009:     sched:sched_wakeup: comm=make pid=300 prio=120 target_cpu=000
         swapper     0 [000]  1000.000022:         power:cpu_idle: state=4294967295 cpu_id=0
         swapper     0 [000]  1000.000031:     sched:sched_switch: prev_comm=swapper/0 prev_pid=0 prev_prio=120 prev_state=R ==> next_comm=make next_pid=300 next_prio=120
"
`)
  expect(
    textOf({ events: 1, cpus: 1, tasks: 1, comms: 1, callchains: 4, ns: true, header: true }),
  ).toMatchInlineSnapshot(`
"# ========
# captured on    : Mon Jan  1 00:00:00 2024
# hostname : generated
# os release : 6.1.0
# perf version : 6.1.0
# arch : x86_64
# nrcpus online : 1
# nrcpus avail : 1
# cpudesc : generated
# cmdline : perf record -a -e sched:sched_switch
# ========
#
swapper     0 [000]  1000.000014785:     sched:sched_wakeup: comm=make pid=300 prio=120 target_cpu=000
	ffffffff81000010 __schedule+0x10 ([kernel.kallsyms])
	ffffffff81001017 schedule+0x17 ([kernel.kallsyms])
	ffffffff8100402c pipe_read+0x2c ([kernel.kallsyms])
	           3933f user_function_329+0x13f (/usr/lib/x86_64-linux-gnu/lib9.so)

"
`)
})

test('as many events as asked for', () => {
  expect(headersOf({ events: 1234 })).toHaveLength(1234)
  const generator = new TraceGenerator({ events: 2000 })
  expect([...generator].length).toBeGreaterThan(1)
  expect(generator.counters.events).toBe(2000)
})

test('as many tasks fork and exit as asked for', () => {
  const walker = walk({ forkExit: 2000, cpus: 2, tasks: 50 })
  expect([walker.forked, walker.exited]).toEqual([2000, 2000])
})

test('the rate sets the time of the trace', () => {
  const times = headersOf({ events: 10_000, rate: 1000, ns: true }).map(line => parseLine(line).timeNs)
  const seconds = ((times.at(-1) as number) - (times[0] as number)) / 1e9
  expect(seconds).toBeGreaterThan(9.5)
  expect(seconds).toBeLessThan(10.5)
})

test('as many CPUs, tasks, names and callchains as asked for', () => {
  const lines = headersOf({ events: 20_000, cpus: 16, tasks: 30, comms: 9 }).map(parseLine)
  expect(new Set(lines.map(line => line.cpu)).size).toBe(16)
  expect(new Set(lines.map(line => line.tid)).size).toBe(31)
  expect(new Set(lines.map(line => line.comm)).size).toBeLessThanOrEqual(10)
  const records = textOf({ events: 500, callchains: 7, distinctCallchains: 3 }).split('\n\n').slice(0, -1)
  const callchains = records.map(record => record.split('\n').slice(1).join('\n'))
  expect(new Set(callchains).size).toBe(3)
  for (const callchain of callchains) expect(callchain.split('\n')).toHaveLength(7)
})

test.each([{ cpus: 0 }, { events: -1 }, { forkRate: 2 }, { rate: 0 }, { unknown: 1 }])(
  'bad options throw: %j',
  options => {
    expect(() => new TraceGenerator(options as GeneratorOptions)).toThrow()
  },
)
