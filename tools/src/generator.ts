import {
  DEFAULT_EVENTS,
  FORK_EXIT_RATE,
  type GeneratorOptions,
  GeneratorOptionsSchema,
  type GeneratorSettings,
} from './generator/options.js'
import { Random } from './generator/random.js'
import { createComms, createIdleTask, createTask, headerCpu, PidSource, type Task } from './generator/task.js'
import { Clock, cpuText, createCallchains, headerText } from './generator/text.js'

/** Length of the pieces of text. Units: characters. */
const CHUNK_LENGTH = 1 << 16

const SWITCH = '    sched:sched_switch: '
const WAKEUP = '    sched:sched_wakeup: '
const WAKEUP_NEW = 'sched:sched_wakeup_new: '
const CPU_IDLE = '        power:cpu_idle: '

/** States that a task goes to sleep in, as often as one meets them. */
const SLEEP_STATES = ['S', 'S', 'S', 'S', 'S', 'S', 'D', 'I'] as const

/** What a CPU is about to do, whatever else happens. */
const Step = { none: 0, enterIdle: 1, leaveIdle: 2, switchIn: 3 } as const
type Step = (typeof Step)[keyof typeof Step]

interface Cpu {
  readonly number: number
  readonly header: string
  readonly text: string
  readonly idle: Task
  readonly queue: Task[]
  current: Task
  step: Step
}

export interface GeneratorCounters {
  events: number
  forked: number
  exited: number
}

/**
 * Writes what `perf script` prints of a machine that never was: the same seed, the same text, however long.
 *
 * Honest scheduling: on every CPU the `next` of a switch is the `prev` of the following one; a task runs only after it
 * was woken, is new or was preempted; it is in one place at a time. Times rise with each event.
 *
 * Bounds: the live tasks and one piece of text.
 */
export class TraceGenerator {
  readonly counters: GeneratorCounters = { events: 0, forked: 0, exited: 0 }
  readonly #settings: GeneratorSettings
  readonly #random: Random
  readonly #clock: Clock
  readonly #comms: readonly string[]
  readonly #callchains: readonly string[]
  readonly #cpus: readonly Cpu[]
  readonly #pids = new PidSource()
  readonly #sleepers: Task[] = []
  readonly #maxEvents: number
  readonly #maxForks: number
  readonly #forkRate: number
  readonly #meanGapNs: number
  #text = ''

  constructor(options: GeneratorOptions = {}) {
    const settings = GeneratorOptionsSchema.parse(options)
    this.#settings = settings
    this.#random = new Random(settings.seed)
    this.#clock = new Clock(settings.ns)
    this.#comms = createComms(settings.comms)
    this.#callchains =
      settings.callchains === 0 ? [] : createCallchains(settings.distinctCallchains, settings.callchains, this.#random)
    this.#cpus = Array.from({ length: settings.cpus }, (_, number) => this.#createCpu(number))
    for (let at = 0; at < settings.tasks; at++) this.#sleepers.push(this.#createTask(at % settings.cpus, false))
    const endless = settings.forkExit === undefined ? DEFAULT_EVENTS : Number.POSITIVE_INFINITY
    this.#maxEvents = settings.events ?? endless
    this.#maxForks = settings.forkExit ?? Number.POSITIVE_INFINITY
    this.#forkRate = settings.forkExit === undefined ? settings.forkRate : Math.max(settings.forkRate, FORK_EXIT_RATE)
    this.#meanGapNs = 1e9 / settings.rate
    if (settings.header) this.#text = headerText(settings.cpus)
  }

  /** The next piece of text, undefined after the last. */
  next(): string | undefined {
    while (this.#text.length < CHUNK_LENGTH && !this.#isDone()) this.#act(this.#random.pick(this.#cpus))
    const text = this.#text
    this.#text = ''
    return text === '' ? undefined : text
  }

  *[Symbol.iterator](): Generator<string, void, undefined> {
    for (let text = this.next(); text !== undefined; text = this.next()) yield text
  }

  #isDone(): boolean {
    return this.counters.events >= this.#maxEvents || this.counters.exited >= this.#maxForks
  }

  #act(cpu: Cpu): void {
    if (cpu.step === Step.enterIdle) this.#enterIdle(cpu)
    else if (cpu.step === Step.leaveIdle) this.#leaveIdle(cpu)
    else if (cpu.step === Step.switchIn) this.#switchTo(cpu, 'R', cpu.queue.shift() as Task)
    else if (cpu.current === cpu.idle) this.#actIdle(cpu)
    else this.#actRunning(cpu, cpu.current)
  }

  #actIdle(cpu: Cpu): void {
    if (cpu.queue.length === 0 && !this.#wake(cpu, cpu)) return
    cpu.step = Step.leaveIdle
  }

  #actRunning(cpu: Cpu, task: Task): void {
    const random = this.#random
    if (!task.shortLived && this.#mayFork() && random.chance(this.#forkRate)) this.#fork(cpu, task)
    else if (random.chance(0.35) && this.#wake(cpu, random.pick(this.#cpus))) return
    else if (cpu.queue.length > 0 && random.chance(0.2)) this.#preempt(cpu, task)
    else if (task.shortLived && random.chance(0.7)) this.#exit(cpu)
    else {
      this.#sleepers.push(task)
      this.#switchAway(cpu, random.pick(SLEEP_STATES))
    }
  }

  #mayFork(): boolean {
    const { forked, exited } = this.counters
    return this.#forkRate > 0 && forked < this.#maxForks && forked - exited < this.#settings.tasks
  }

  /** Wakes a sleeper, which goes to the CPU given or stays where it ran last; false where nobody sleeps. */
  #wake(waker: Cpu, target: Cpu): boolean {
    if (this.#sleepers.length === 0) return false
    const at = this.#random.below(this.#sleepers.length)
    const last = this.#sleepers.pop() as Task
    const task = this.#sleepers[at] ?? last
    if (at < this.#sleepers.length) this.#sleepers[at] = last
    if (waker !== target && this.#random.chance(0.8)) target = this.#cpus[task.cpu] as Cpu
    this.#print(waker, WAKEUP, `${task.woken}${target.text}`)
    target.queue.push(task)
    return true
  }

  #fork(cpu: Cpu, parent: Task): void {
    const target = this.#random.pick(this.#cpus)
    const child = this.#createTask(target.number, true, this.#random.chance(0.5) ? parent.comm : undefined)
    this.counters.forked++
    this.#print(cpu, WAKEUP_NEW, `${child.woken}${target.text}`)
    target.queue.push(child)
  }

  #exit(cpu: Cpu): void {
    this.counters.exited++
    this.#pids.giveBack(cpu.current.pid)
    this.#switchAway(cpu, this.#random.chance(0.5) ? 'X' : 'Z')
  }

  #preempt(cpu: Cpu, task: Task): void {
    const next = cpu.queue.shift() as Task
    cpu.queue.push(task)
    this.#switchTo(cpu, this.#random.chance(0.5) ? 'R' : 'R+', next)
  }

  #switchAway(cpu: Cpu, state: string): void {
    this.#switchTo(cpu, state, cpu.queue.shift() ?? cpu.idle)
  }

  #switchTo(cpu: Cpu, state: string, next: Task): void {
    this.#print(cpu, SWITCH, cpu.current.prev + state + next.next)
    cpu.current = next
    cpu.step = next === cpu.idle ? Step.enterIdle : Step.none
    next.cpu = cpu.number
  }

  #enterIdle(cpu: Cpu): void {
    this.#print(cpu, CPU_IDLE, `state=${1 + this.#random.below(3)} cpu_id=${cpu.number}`)
    cpu.step = Step.none
  }

  #leaveIdle(cpu: Cpu): void {
    this.#print(cpu, CPU_IDLE, `state=4294967295 cpu_id=${cpu.number}`)
    cpu.step = Step.switchIn
  }

  #print(cpu: Cpu, event: string, payload: string): void {
    this.#clock.advance(1 + Math.floor(this.#meanGapNs * (0.5 + this.#random.next() / 2 ** 32)))
    const callchain = this.#callchains.length === 0 ? '\n' : `\n${this.#random.pick(this.#callchains)}`
    this.#text += cpu.current.header + cpu.header + this.#clock.text + event + payload + callchain
    this.counters.events++
  }

  #createTask(cpu: number, shortLived: boolean, comm = this.#random.pick(this.#comms)): Task {
    return createTask(this.#pids.take(), comm, cpu, this.#settings.callchains === 0, shortLived)
  }

  #createCpu(number: number): Cpu {
    const idle = createIdleTask(number, this.#settings.callchains === 0)
    return { number, header: headerCpu(number), text: cpuText(number), idle, queue: [], current: idle, step: Step.none }
  }
}
