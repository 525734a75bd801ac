import {
  type Callchain,
  type IntervalItem,
  type IoItem,
  IoOpSchema,
  type TaskTotals,
  type TimelineItem,
  zeroTotals,
} from '@tc-stream/event-schema'

export interface TimelineShape {
  readonly seed: number
  readonly steps: number
  readonly tasks: number
  readonly cpus: number
  /** Distinct names. */
  readonly comms: number
  /** How often a task is forked, and another one exits; 0 to 1. */
  readonly churn: number
  /** Distinct callchains. */
  readonly chains: number
}

type State = 'running' | 'waiting' | 'blocked' | 'sleeping' | 'unknown'

interface Task {
  readonly taskId: number
  readonly tid: number
  readonly pid: number | null
  readonly comm: string
  readonly bornNs: number
  state: State
  sinceNs: number
  cpu: number
  cause: IntervalItem['cause']
  waker: Task | undefined
  chain: Callchain | undefined
  totals: TaskTotals
}

/** A timeline without contradictions: tasks that take turns on CPUs, sleep, block, fork and exit. */
export function randomTimeline(shape: TimelineShape): TimelineItem[] {
  return new Simulation(shape).run()
}

class Simulation {
  readonly #shape: TimelineShape
  readonly #items: TimelineItem[] = [{ type: 'trace', schemaVersion: 1, originSeconds: 7 }]
  readonly #tasks: Task[] = []
  readonly #onCpu: (Task | undefined)[] = []
  readonly #cpuSince: number[] = []
  readonly #freq: { khz: number; sinceNs: number }[] = []
  readonly #chains: Callchain[]
  #nextId = 0
  #now = 0
  #random: number

  constructor(shape: TimelineShape) {
    this.#shape = shape
    this.#random = shape.seed | 0 || 1
    this.#chains = Array.from({ length: shape.chains }, (_, i) => [
      { ip: `ff${i}`, symbol: `inner_${i}`, dso: '[kernel]', kernel: true as const },
      { ip: 'aa', symbol: 'outer', dso: '/bin/x' },
    ])
    for (let i = 0; i < shape.tasks; i++) this.#born('unknown')
    for (let cpu = 0; cpu < shape.cpus; cpu++) {
      this.#cpuSince.push(0)
      this.#freq.push({ khz: 1_000_000, sinceNs: 0 })
      this.#onCpu.push(undefined)
    }
  }

  run(): TimelineItem[] {
    for (let step = 0; step < this.#shape.steps; step++) this.#step()
    this.#now += 1 + this.#below(1_000)
    for (const task of [...this.#tasks]) this.#end(task, false)
    for (let cpu = 0; cpu < this.#shape.cpus; cpu++) {
      if (this.#onCpu[cpu] === undefined) this.#idleEnds(cpu)
      this.#frequencyEnds(cpu)
    }
    this.#items.push({ type: 'end', startNs: 0, endNs: this.#now, events: this.#items.length })
    return this.#items
  }

  #step(): void {
    // Most steps are short, some are a thousand times longer; some take no time at all.
    this.#now += Math.floor(2 ** (this.#below(1_000) / 60)) - 1
    const dice = this.#below(1_000) / 1_000
    if (dice < this.#shape.churn / 2) this.#fork()
    else if (dice < 0.5) this.#switch(this.#below(this.#shape.cpus))
    else if (dice < 0.85) this.#wake()
    else this.#hardware(this.#below(this.#shape.cpus))
  }

  #switch(cpu: number): void {
    const prev = this.#onCpu[cpu]
    const next = this.#pick(task => task.state === 'waiting' || task.state === 'unknown')
    if (prev === undefined) {
      if (next === undefined) return
      this.#idleEnds(cpu)
    } else this.#switchOut(prev)
    this.#onCpu[cpu] = next
    this.#cpuSince[cpu] = this.#now
    if (next === undefined) return
    if (next.cpu !== cpu) {
      next.totals.migrations++
      this.#items.push({ type: 'mark', ...key(next), kind: 'migration', timeNs: this.#now, cpu })
    }
    this.#change(next, 'running')
    next.cpu = cpu
  }

  #switchOut(prev: Task): void {
    const dice = this.#below(100)
    const chain = this.#chain()
    if (dice < this.#shape.churn * 50) {
      this.#items.push({ type: 'mark', ...key(prev), kind: 'exit', timeNs: this.#now, cpu: prev.cpu })
      prev.totals.switches++
      prev.totals.voluntary++
      this.#end(prev, true, 'X')
      return
    }
    prev.totals.switches++
    if (dice < 60) {
      prev.totals.voluntary++
      this.#change(prev, dice < 45 ? 'sleeping' : 'blocked', dice < 45 ? 'S' : 'D', chain)
    } else {
      prev.totals.preempted++
      this.#change(prev, 'waiting', 'R+', chain)
      prev.cause = 'preempted'
    }
  }

  #wake(): void {
    const task = this.#pick(candidate => candidate.state === 'sleeping' || candidate.state === 'blocked')
    if (task === undefined) return
    this.#change(task, 'waiting')
    task.cause = 'woken'
    task.totals.wakeups++
    task.waker = this.#onCpu[this.#below(this.#shape.cpus)]
    task.chain = this.#chain()
  }

  #fork(): void {
    const child = this.#born('waiting')
    child.cause = 'new'
    this.#items.push({ type: 'mark', ...key(child), kind: 'fork', timeNs: this.#now, cpu: null, text: 'a child' })
  }

  #hardware(cpu: number): void {
    const startNs = this.#now
    switch (this.#below(5)) {
      case 0:
        this.#frequencyEnds(cpu)
        return
      case 1: {
        const task = this.#pick(() => true)
        if (task === undefined) return
        this.#now += this.#below(5_000)
        this.#items.push(this.#io(task, startNs))
        return
      }
      case 2:
        this.#now += this.#below(5_000)
        this.#items.push({ type: 'cState', cpu, state: this.#below(3), startNs, endNs: this.#now })
        return
      case 3:
        this.#items.push({ type: 'lost', cpu: this.#below(3) === 0 ? null : cpu, count: 3, timeNs: startNs })
        return
      default: {
        // A softirq with a hardirq inside: the inner one ends first.
        const inner = startNs + this.#below(500)
        const innerEnd = inner + this.#below(500)
        this.#now = innerEnd + this.#below(500)
        const [hard, soft] = [
          { kind: 'hardirq', name: 'eth0' },
          { kind: 'softirq', name: 'TIMER' },
        ] as const
        this.#items.push({ type: 'interrupt', cpu, ...hard, startNs: inner, endNs: innerEnd })
        this.#items.push({ type: 'interrupt', cpu, ...soft, startNs, endNs: this.#now })
      }
    }
  }

  #io(task: Task, startNs: number): IoItem {
    const op = IoOpSchema.options[this.#below(6)] as IoItem['op']
    const error = this.#below(3) === 0 ? (['EAGAIN', 'EBADF'][this.#below(2)] as string) : null
    const moves = error === null && op !== 'sync' && op !== 'poll'
    const bytes = moves ? Math.floor(2 ** (this.#below(160) / 10)) : 0
    const merges = this.#below(4) === 0 ? this.#below(9) : 0
    const { totals } = task
    totals.ioCalls += merges + 1
    if (error !== null) totals.ioErrors += merges + 1
    totals.ioNs += this.#now - startNs
    if (op === 'read') totals.ioReadBytes += bytes
    if (op === 'write') totals.ioWriteBytes += bytes
    if (op === 'rx') totals.ioRxBytes += bytes
    if (op === 'tx') totals.ioTxBytes += bytes
    return { type: 'io', ...key(task), op, syscall: op, fd: 3, bytes, error, merges, startNs, endNs: this.#now }
  }

  #born(state: State): Task {
    const taskId = this.#nextId++
    const task: Task = {
      taskId,
      tid: 100 + taskId,
      pid: taskId % 3 === 0 ? null : 100 + taskId - (taskId % 4),
      comm: `comm${this.#below(this.#shape.comms)}`,
      bornNs: this.#now,
      state,
      sinceNs: this.#now,
      cpu: this.#below(this.#shape.cpus),
      cause: undefined,
      waker: undefined,
      chain: undefined,
      totals: zeroTotals(),
    }
    this.#tasks.push(task)
    return task
  }

  #end(task: Task, exited: boolean, prevState?: 'X'): void {
    this.#close(task, prevState, exited ? this.#chain() : undefined, !exited)
    this.#tasks.splice(this.#tasks.indexOf(task), 1)
    const { bornNs: startNs, totals } = task
    this.#items.push({ type: 'task', ...key(task), ppid: 1, startNs, endNs: this.#now, exited, ...totals })
  }

  #change(task: Task, state: State, prevState?: IntervalItem['prevState'], chain?: Callchain): void {
    this.#close(task, prevState, chain, false)
    task.state = state
    task.sinceNs = this.#now
    task.cause = undefined
    task.waker = undefined
    task.chain = state === 'blocked' || state === 'sleeping' ? chain : undefined
  }

  #close(task: Task, prevState: IntervalItem['prevState'], chain: Callchain | undefined, cut: boolean): void {
    const { state, sinceNs: startNs, totals } = task
    const ns = this.#now - startNs
    const item: IntervalItem = { type: 'interval', ...key(task), state, cpu: task.cpu, startNs, endNs: this.#now }
    if (prevState !== undefined) item.prevState = prevState
    const frames = state === 'running' ? chain : task.chain
    // Every third one is a copy, as it is where the items come from text.
    if (frames !== undefined) item.callchain = this.#below(3) === 0 ? structuredClone(frames) : frames
    if (task.cause !== undefined) item.cause = task.cause
    if (task.waker !== undefined) {
      item.wakerTid = task.waker.tid
      item.wakerTaskId = task.waker.taskId
      item.wakeupNs = startNs
      item.context = 'task'
    }
    if (cut) item.cut = 'end'
    if (this.#below(10) === 0) {
      item.inferred = true
      totals.inferredNs += ns
    }
    totals[`${state}Ns`] += ns
    if (state === 'waiting' && (totals.maxWaitAtNs === null || ns > totals.maxWaitNs)) {
      totals.maxWaitNs = ns
      totals.maxWaitAtNs = startNs
    }
    this.#items.push(item)
  }

  #idleEnds(cpu: number): void {
    const startNs = this.#cpuSince[cpu] ?? 0
    if (this.#now > startNs) this.#items.push({ type: 'idle', cpu, startNs, endNs: this.#now })
  }

  #frequencyEnds(cpu: number): void {
    const { khz: freqKhz, sinceNs: startNs } = this.#freq[cpu] as { khz: number; sinceNs: number }
    this.#items.push({ type: 'pState', cpu, freqKhz, startNs, endNs: this.#now })
    this.#freq[cpu] = { khz: 1_000_000 + this.#below(4) * 100_000, sinceNs: this.#now }
  }

  #chain(): Callchain | undefined {
    return this.#chains[this.#below(this.#chains.length + 1)]
  }

  #pick(fits: (task: Task) => boolean): Task | undefined {
    const found = this.#tasks.filter(fits)
    return found[this.#below(found.length)]
  }

  /** 0 to `limit` - 1. */
  #below(limit: number): number {
    this.#random = (Math.imul(this.#random, 1_664_525) + 1_013_904_223) | 0
    return Math.floor(((this.#random >>> 8) / 2 ** 24) * limit)
  }
}

const key = ({ taskId, tid, pid, comm }: Task) => ({ taskId, tid, pid, comm })
