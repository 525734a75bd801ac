import type { Random } from './random.js'

export const cpuText = (cpu: number) => String(cpu).padStart(3, '0')

const THOUSANDTHS: readonly string[] = Array.from({ length: 1000 }, (_, at) => String(at).padStart(3, '0'))

/** The time of the trace, as integers, and as perf prints it. */
export class Clock {
  #seconds = 1000
  #ns = 0
  #secondsText = ''
  readonly #nine: boolean

  constructor(nine: boolean) {
    this.#nine = nine
    this.#spellSeconds()
  }

  advance(ns: number): void {
    this.#ns += ns
    if (this.#ns < 1_000_000_000) return
    this.#seconds += Math.floor(this.#ns / 1_000_000_000)
    this.#ns %= 1_000_000_000
    this.#spellSeconds()
  }

  /** `  1000.000012: ` */
  get text(): string {
    const micros = Math.floor(this.#ns / 1000)
    const six = `${this.#secondsText}${THOUSANDTHS[Math.floor(micros / 1000)]}${THOUSANDTHS[micros % 1000]}`
    return this.#nine ? `${six}${THOUSANDTHS[this.#ns % 1000]}: ` : `${six}: `
  }

  #spellSeconds(): void {
    this.#secondsText = `${String(this.#seconds).padStart(5)}.`
  }
}

/** What `perf script --header` prints first, as far as anybody reads it. */
export function headerText(cpus: number): string {
  const facts = [
    'captured on    : Mon Jan  1 00:00:00 2024',
    'hostname : generated',
    'os release : 6.1.0',
    'perf version : 6.1.0',
    'arch : x86_64',
    `nrcpus online : ${cpus}`,
    `nrcpus avail : ${cpus}`,
    'cpudesc : generated',
    'cmdline : perf record -a -e sched:sched_switch',
  ]
  return `# ========\n${facts.map(fact => `# ${fact}\n`).join('')}# ========\n#\n`
}

const WAITS: readonly string[] = [
  'do_sys_poll',
  'futex_wait_queue',
  'pipe_read',
  'do_wait',
  'ep_poll',
  'hrtimer_nanosleep',
  'worker_thread',
  'inet_csk_accept',
]

/** Functions of the kernel, and of programs, that frames are drawn from. */
const FUNCTIONS = 2000

/**
 * Texts of callchains, each frame on its line, with the blank line that ends a record.
 * The scheduler's frames come first, then what the task waits in, then a path that is the callchain's own.
 */
export function createCallchains(count: number, depth: number, random: Random): string[] {
  return Array.from({ length: count }, () => {
    const wait = random.below(WAITS.length)
    const kernelDepth = Math.max(3, Math.floor(depth / 2))
    const frames = [
      kernelFrame(0, '__schedule'),
      kernelFrame(1, 'schedule'),
      kernelFrame(2 + wait, WAITS[wait] as string),
    ]
    for (let at = 3; at < depth; at++) {
      const number = 100 + random.below(FUNCTIONS)
      frames.push(at < kernelDepth ? kernelFrame(number, `kernel_function_${number}`) : userFrame(number))
    }
    return `${frames.slice(0, depth).join('')}\n`
  })
}

function kernelFrame(number: number, name: string): string {
  const offset = 16 + ((number * 7) % 500)
  const address = (0x81000000 + number * 4096 + offset).toString(16).padStart(16, 'f')
  return `\t${address} ${name}+0x${offset.toString(16)} ([kernel.kallsyms])\n`
}

function userFrame(number: number): string {
  const offset = 16 + ((number * 7) % 500)
  const address = (0x10000 + number * 512 + offset).toString(16).padStart(16)
  return `\t${address} user_function_${number}+0x${offset.toString(16)} (/usr/lib/x86_64-linux-gnu/lib${number % 20}.so)\n`
}
