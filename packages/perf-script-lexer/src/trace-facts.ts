import { detachString, SCHEMA_VERSION, type TraceItem } from '@tc-stream/event-schema'

/** Longest text kept of a header line, and most lists kept of siblings. */
const MAX_FACT_LENGTH = 4_096
const MAX_SIBLINGS = 4_096

type TextFact = 'perfVersion' | 'cpuModel' | 'osRelease' | 'arch' | 'cmdline' | 'capturedOn'

const TEXT_FACTS: ReadonlyMap<string, TextFact> = new Map([
  ['perf version', 'perfVersion'],
  ['cpudesc', 'cpuModel'],
  ['os release', 'osRelease'],
  ['arch', 'arch'],
  ['cmdline', 'cmdline'],
  ['captured on', 'capturedOn'],
])

const LIST_FACTS: ReadonlyMap<string, 'siblingSockets' | 'siblingDies' | 'siblingThreads'> = new Map([
  ['sibling sockets', 'siblingSockets'],
  ['sibling cores', 'siblingSockets'],
  ['sibling dies', 'siblingDies'],
  ['sibling threads', 'siblingThreads'],
])

/** Shape: `cpus=4` of trace-cmd, `# entries-in-buffer/entries-written: 637/637   #P:4` of the kernel. */
const FTRACE_CPUS = /^(?:\s*cpus=|# entries-in-buffer.*#P:)(\d+)\s*$/

/**
 * Collects what the `#` header tells (`perf script --header`, topology with `-I`).
 *
 * Shape: `# nrcpus online : 4`, `# captured on: Mon …` (perf 3), `# sibling threads : 0,4`; perf before 5.1 calls the
 * sockets `sibling cores`.
 */
export class TraceFacts {
  readonly #facts: Omit<TraceItem, 'type' | 'schemaVersion' | 'originSeconds'> = {}

  read(line: string): void {
    const cpus = FTRACE_CPUS.exec(line)
    if (cpus !== null) this.#readCpuCount(cpus[1] as string)
    const colon = line.indexOf(':')
    if (colon === -1) return
    const key = line.slice(1, colon).trim()
    const text = line.slice(colon + 1, colon + 1 + MAX_FACT_LENGTH).trim()
    if (text === '') return
    const fact = TEXT_FACTS.get(key)
    if (fact !== undefined) this.#facts[fact] ??= detachString(text)
    else if (key === 'nrcpus online') this.#readCpuCount(text)
    else this.#readSiblings(key, text)
  }

  toItem(originSeconds: number): TraceItem {
    return { type: 'trace', schemaVersion: SCHEMA_VERSION, originSeconds, ...this.#facts }
  }

  #readCpuCount(text: string): void {
    const count = Number(text)
    if (Number.isSafeInteger(count) && count > 0) this.#facts.cpuCount ??= count
  }

  #readSiblings(key: string, text: string): void {
    const list = LIST_FACTS.get(key)
    if (list === undefined) return
    const siblings = this.#facts[list] ?? []
    this.#facts[list] = siblings
    if (siblings.length < MAX_SIBLINGS) siblings.push(detachString(text))
  }
}
