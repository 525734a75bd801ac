import { cpuText } from './text.js'

/** A task, with the parts of lines that name it: each is put together once and printed many times. */
export interface Task {
  readonly pid: number
  readonly comm: string
  /** Forked within the trace, and going to exit in it. */
  readonly shortLived: boolean
  /** Where it ran last. */
  cpu: number
  /** `            make   302 ` as the header begins. */
  readonly header: string
  /** `prev_comm=make prev_pid=302 prev_prio=120 prev_state=` */
  readonly prev: string
  /** ` ==> next_comm=make next_pid=302 next_prio=120` */
  readonly next: string
  /** `comm=make pid=302 prio=120 target_cpu=` */
  readonly woken: string
}

/** perf pads the name only where no callchain follows. */
export function createTask(pid: number, comm: string, cpu: number, padded: boolean, shortLived = false): Task {
  return {
    pid,
    comm,
    shortLived,
    cpu,
    header: `${padded ? comm.padStart(16) : comm} ${String(pid).padStart(5)} `,
    prev: `prev_comm=${comm} prev_pid=${pid} prev_prio=120 prev_state=`,
    next: ` ==> next_comm=${comm} next_pid=${pid} next_prio=120`,
    woken: `comm=${comm} pid=${pid} prio=120 target_cpu=`,
  }
}

/** The idle task of a CPU: `swapper` in the header, `swapper/3` in the payload. */
export function createIdleTask(cpu: number, padded: boolean): Task {
  const payload = createTask(0, `swapper/${cpu}`, cpu, padded)
  return { ...payload, header: createTask(0, 'swapper', cpu, padded).header }
}

const NAMES = [
  'make',
  'cc1',
  'sh',
  'python3',
  'postgres',
  'nginx',
  'java',
  'node',
  'kworker/u8:2',
  'rcu_preempt',
  'FS Broker',
  'dockerd',
]

/** Names as one meets them, the first ones plain, the others numbered. */
export function createComms(count: number): string[] {
  return Array.from({ length: count }, (_, at) => {
    const name = NAMES[at % NAMES.length] as string
    const round = Math.floor(at / NAMES.length)
    return (round === 0 ? name : `${name.slice(0, 10)}-${round}`).slice(0, 15)
  })
}

/** Hands out pids as the kernel does: upwards, from the start again at the end, none that is in use. */
export class PidSource {
  readonly #used = new Set<number>()
  #last = FIRST_PID - 1

  take(): number {
    do this.#last = this.#last >= LAST_PID ? FIRST_PID : this.#last + 1
    while (this.#used.has(this.#last))
    this.#used.add(this.#last)
    return this.#last
  }

  giveBack(pid: number): void {
    this.#used.delete(pid)
  }
}

const FIRST_PID = 300
/** pid_max of a 64-bit kernel. */
const LAST_PID = 4_194_303

/** `[003] ` for the header. */
export const headerCpu = (cpu: number) => `[${cpuText(cpu)}] `
