import type { Diagnostics, RecordItem, TraceItem } from '@tc-stream/event-schema'
import type { Comms } from './comms.js'
import type { NormalizerCode } from './diagnostics.js'
import type { HeaderTrust } from './header-trust.js'
import type { DecodeContext } from './registry.js'

/** What decoders see; one object for the whole stream, set to each record in turn. */
export class Context implements DecodeContext {
  timeNs = 0
  cpu: number | null = null
  tid: number | null = null
  pid: number | null = null
  comm: string | null = null
  part = ''
  shiftedStates = false
  oldStates = false
  arch: string | undefined = undefined
  readonly #comms: Comms
  readonly #trust: HeaderTrust
  readonly #diagnostics: Diagnostics<NormalizerCode>
  #record: RecordItem | undefined = undefined

  constructor(comms: Comms, trust: HeaderTrust, diagnostics: Diagnostics<NormalizerCode>) {
    this.#comms = comms
    this.#trust = trust
    this.#diagnostics = diagnostics
  }

  get headerTidsTrusted(): boolean {
    return this.#trust.trusted
  }

  learn(trace: TraceItem): void {
    this.arch = trace.arch
    this.oldStates = isBefore(parseKernel(trace.osRelease), 4, 14)
  }

  /** A record without a time tells of the past: its header is about nobody and nowhere. */
  begin(record: RecordItem, part: string): void {
    const timed = record.timeNs !== null
    const trusted = timed && this.#trust.trusted
    this.#record = record
    this.part = part
    this.timeNs = record.timeNs ?? 0
    this.cpu = timed ? record.cpu : null
    this.tid = trusted && record.tid !== null && record.tid >= 0 ? record.tid : null
    this.pid = trusted && record.pid !== null && record.pid >= 0 ? record.pid : null
    this.comm = timed ? this.#headerComm(record) : null
  }

  /** Sets the context to a record that is only looked at: nothing is counted. */
  peek(record: RecordItem): void {
    this.begin(record, '')
    this.#record = undefined
  }

  commIn(text: string, start: number, end: number, tid: number): string {
    return this.#comms.in(text, start, end, tid)
  }

  nameOf(text: string): string {
    return this.#comms.name(text)
  }

  count(code: NormalizerCode): void {
    const record = this.#record
    if (record === undefined) return
    this.#diagnostics.count(code, { line: record.line, sample: `${record.event}: ${record.payload}` })
  }

  /** perf prints `:<tid>` for a task whose name it has not met. */
  #headerComm({ comm, tid }: RecordItem): string | null {
    if (comm === null) return null
    if (comm.charCodeAt(0) === 58 && tid !== null && comm === `:${tid}`) return null
    return this.#comms.of(comm, tid ?? 0)
  }
}

export type KernelVersion = readonly [major: number, minor: number]

/** Shape: `4.14.74-1.el7.x86_64` → `[4, 14]` */
export function parseKernel(osRelease: string | undefined): KernelVersion | undefined {
  const match = osRelease === undefined ? null : /^(\d{1,3})\.(\d{1,4})/.exec(osRelease)
  return match === null ? undefined : [Number(match[1]), Number(match[2])]
}

/** False where the version is not known. */
export function isBefore(kernel: KernelVersion | undefined, major: number, minor: number): boolean {
  return kernel !== undefined && (kernel[0] < major || (kernel[0] === major && kernel[1] < minor))
}
