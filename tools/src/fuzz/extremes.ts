/** Text with a number of distinct things of one kind, in pieces. Shape: each is honest scheduling but for the one thing. */
export type Extreme = (count: number) => Iterable<Buffer>

const PIECE_LENGTH = 1 << 16

/** A switch from one task to another and back, 2 µs apart; `from` and `to` are as a comm and a tid. */
type Who = readonly [comm: string, tid: number | string]

class Text {
  #now = 1_000_000
  #text = ''

  time(): string {
    this.#now += 2
    const seconds = Math.floor(this.#now / 1e6)
    return `${seconds}.${String(this.#now % 1e6).padStart(6, '0')}`
  }

  /** perf pads a CPU to three columns, its sign included. */
  header([comm, tid]: Who, cpu: number | string, event: string): string {
    return `${comm.padStart(16)} ${String(tid).padStart(5)} [${cpu === -1 ? '-01' : String(cpu).padStart(3, '0')}] ${this.time()}: ${event}: `
  }

  switch(from: Who, to: Who, cpu: number | string = 0, state = 'S', frames: readonly string[] = []): void {
    this.add(
      `${this.header(from, cpu, 'sched:sched_switch')}prev_comm=${from[0]} prev_pid=${from[1]} prev_prio=120 ` +
        `prev_state=${state} ==> next_comm=${to[0]} next_pid=${to[1]} next_prio=120\n`,
    )
    for (const frame of frames) this.add(`\t${frame}\n`)
    if (frames.length > 0) this.add('\n')
  }

  wakeup(waker: Who, wakee: Who, cpu: number | string = 0): void {
    this.add(
      `${this.header(waker, cpu, 'sched:sched_wakeup')}comm=${wakee[0]} pid=${wakee[1]} prio=120 target_cpu=${cpu}\n`,
    )
  }

  add(text: string): void {
    this.#text += text
  }

  /** What has come together, if that is a piece, or all of it. */
  *take(all = false): Generator<Buffer> {
    if (this.#text.length < PIECE_LENGTH && !all) return
    const text = this.#text
    this.#text = ''
    if (text !== '') yield Buffer.from(text, 'latin1')
  }
}

/** Text in which each of `count` steps adds a few lines. */
function repeat(step: (text: Text, at: number) => void): Extreme {
  return function* (count) {
    const text = new Text()
    for (let at = 0; at < count; at++) {
      step(text, at)
      yield* text.take()
    }
    yield* text.take(true)
  }
}

const IDLE: Who = ['swapper/0', 0]
/** Few tasks, so that nothing but the thing itself is many. */
const someTid = (at: number): number => 1000 + (at % 500)

/** Runs a task for 2 µs. */
function runOnce(text: Text, task: Who, cpu: number | string = 0, frames: readonly string[] = []): void {
  text.switch(IDLE, task, cpu, 'R')
  text.switch(task, IDLE, cpu, 'S', frames)
}

/** Fifteen bytes, each of any value but a newline and NUL. */
const anyComm = (at: number): string => {
  let comm = ''
  for (let i = 0; i < 15; i++) {
    const code = 1 + ((at * 31 + i * 17 + (at >> 8) * 7) % 255)
    comm += String.fromCharCode(code === 10 ? 11 : code)
  }
  return comm
}

export const EXTREMES: Readonly<Record<string, Extreme>> = {
  comms: repeat((text, at) => runOnce(text, [`c${at}`, someTid(at)])),
  'comms of any bytes': repeat((text, at) => runOnce(text, [anyComm(at), someTid(at)])),
  callchains: repeat((text, at) =>
    runOnce(text, ['chain', 77], 0, [
      `ffffffff${(at & 0xffff_ffff).toString(16).padStart(8, '0')} f${at}+0x1 ([kernel.kallsyms])`,
      `    ${(0x7f00_0000 + at).toString(16)} main+0x2 (/usr/bin/app)`,
    ]),
  ),
  CPUs: repeat((text, at) => runOnce(text, [`on${at % 100}`, someTid(at)], at)),
  fds: repeat((text, at) => {
    const task: Who = ['io', 88]
    if (at === 0) text.switch(IDLE, task, 0, 'R')
    text.add(`${text.header(task, 0, 'syscalls:sys_enter_read')}fd: 0x${at.toString(16)}, buf: 0x7ffd, count: 0x10\n`)
    text.add(`${text.header(task, 0, 'syscalls:sys_exit_read')}0x10\n`)
  }),
  'tids alive': repeat((text, at) => runOnce(text, ['alive', 1000 + at])),
  'tids that exit': repeat((text, at) => {
    const task: Who = ['dies', 1000 + at]
    text.switch(IDLE, task, 0, 'R')
    text.switch(task, IDLE, 0, 'X')
  }),
  'event names': repeat((text, at) => text.add(`${text.header(['ev', 9], 0, `some:event_${at}`)}a=${at}\n`)),
  frequencies: repeat((text, at) => text.add(`${text.header(IDLE, 0, 'power:cpu_frequency')}state=${at} cpu_id=0\n`)),
  'odd tids': repeat((text, at) => {
    const tids = [-1, 2 ** 31, -(2 ** 31), 2 ** 32 - 1, 2 ** 53, '9'.repeat(30), -2, 4_194_304]
    const task: Who = ['odd', tids[at % tids.length] as number | string]
    runOnce(text, task)
    text.wakeup(task, ['odd', tids[(at * 3) % tids.length] as number | string])
  }),
  'odd CPUs': repeat((text, at) => {
    const cpus = [-1, 9_999, 16_383, 16_384, 2 ** 31, 2 ** 53, '9'.repeat(30)]
    runOnce(text, ['cpus', 55], cpus[at % cpus.length])
    text.wakeup(['cpus', 55], ['other', 56], cpus[(at * 3) % cpus.length])
  }),
  'long symbols': repeat((text, at) =>
    runOnce(text, ['symbol', 66], 0, [
      `    55d0c0de0000 ${`s${at}`.padEnd(at % 50 === 0 ? 100_000 : 100, '<&x>')}+0x1 (/app)`,
    ]),
  ),
  'endless lines': repeat((text, at) => {
    if (at % 100 === 0) text.add('x'.repeat(3_000_000))
    runOnce(text, ['endless', 44])
  }),
  'NUL and bad UTF-8': repeat((text, at) => {
    runOnce(text, [`\0\xff\xc3\xe2\x82${at % 300}`, someTid(at % 300)], 0, [
      `    55d0c0de0000 \0\xf0\x9f\xa6 (\xc0\x80${at})`,
    ])
  }),
  'times backward': repeat((text, at) => {
    runOnce(text, ['forward', 33])
    text.add(
      `            back    34 [001] ${2_000_000 - at}.000000: sched:sched_wakeup: comm=x pid=35 prio=1 target_cpu=1\n`,
    )
  }),
  'lost events': repeat((text, at) => {
    runOnce(text, [`lost${at % 5}`, someTid(at)])
    text.add(`${text.header(['x', 1], at % 8, 'PERF_RECORD_LOST')}lost ${at}\n`)
  }),
  'forks without exits': repeat((text, at) => {
    text.add(`${text.header(['parent', 5], 0, 'PERF_RECORD_FORK')}(${10 + at}:${10 + at}):(5:5)\n`)
    runOnce(text, ['parent', 5])
  }),
  'names before the trace': repeat((text, at) => text.add(`PERF_RECORD_COMM: named${at}:${at}/${at}\n`)),
  'interrupts that do not end': repeat((text, at) =>
    text.add(`${text.header(IDLE, 0, 'irq:irq_handler_entry')}irq=${at} name=handler-${at}\n`),
  ),
  /** What is kept of a line must not keep what was read with it. */
  'interrupts between long lines': repeat((text, at) => {
    text.add(`${text.header(IDLE, 0, 'irq:irq_handler_entry')}irq=1 name=a-handler-with-a-name-${at % 9}\n`)
    text.add(`${text.header(IDLE, 0, 'irq:irq_handler_exit')}irq=1 ret=handled\n`)
    text.add(`# ${'x'.repeat(60_000)}\n`)
  }),
  'long comms': repeat((text, at) => {
    const long = `c${at}-${'x'.repeat(at % 10 === 0 ? 50_000 : 240)}`
    runOnce(text, ['named', someTid(at)])
    text.wakeup(['named', someTid(at)], [long, 1 + at])
  }),
  'long frames': repeat((text, at) => {
    const frames = Array.from(
      { length: 20 },
      (_, depth) => `    ${(0x7f00_0000_0000 + depth).toString(16)} f${at}${'<x>'.repeat(2_000)} (/app)`,
    )
    runOnce(text, ['frames', 67], 0, frames)
  }),
  'long names of events': repeat((text, at) =>
    text.add(`${text.header(['ev', 9], 0, `some:event_${at}${'x'.repeat(at % 2 === 0 ? 900 : 3_000)}`)}a=1\n`),
  ),
  'long payloads before the first time': repeat((text, at) =>
    text.add(`PERF_RECORD_MMAP2 ${at}/${at}: [0x7f${at}(0x1000) @ 0 00:00 0 0]: r-xp /${'x'.repeat(5_000)}\n`),
  ),
}
