/**
 * What an importer of the Trace Event Format makes of a file, and what it takes offence at. It goes by what Perfetto's does:
 * it sorts by time and leaves what is at the same time in the order of the file, keeps the slices that are open on a
 * thread in a stack, drops a slice that ends after the one that it begins in, and binds each end of a flow to the slice on
 * top of the stack at that moment.
 */

export interface TraceEvent {
  readonly ph: string
  /** Nanoseconds. */
  readonly ts: number
  readonly dur: number
  readonly pid: number
  readonly tid: number
  readonly name: string
  readonly id?: number
  readonly bp?: string
  readonly s?: string
  readonly args?: Readonly<Record<string, unknown>>
}

export interface Slice {
  readonly track: string
  readonly name: string
  readonly startNs: number
  readonly endNs: number
  readonly depth: number
}

export interface Flow {
  readonly from: Slice
  readonly to: Slice
  readonly startNs: number
}

export interface ImportedTrace {
  readonly slices: readonly Slice[]
  readonly flows: readonly Flow[]
  readonly counters: ReadonlyMap<string, readonly (readonly [timeNs: number, value: number])[]>
  /** Names of threads by `pid/tid`, and of processes by pid. */
  readonly threads: ReadonlyMap<string, string>
  readonly processes: ReadonlyMap<number, string>
  /** What it had to drop, and why. */
  readonly faults: readonly string[]
}

/** A thread's stack may hold so many slices at once. */
const MAX_DEPTH = 512

export function importTrace(text: string): ImportedTrace {
  const importer = new Importer()
  const { traceEvents, ...rest } = JSON.parse(text) as { traceEvents: Record<string, unknown>[] }
  for (const key of Object.keys(rest)) if (key !== 'otherData') importer.faults.push(`unexpected key ${key}`)
  if (!text.endsWith('}')) importer.faults.push('there is text after the end of the document')
  const events = traceEvents.flatMap(raw => readEvent(raw, importer.faults))
  for (const event of events.sort((a, b) => a.ts - b.ts)) importer.take(event)
  return importer
}

/** Whole nanoseconds of microseconds. */
const toNs = (us: unknown): number => (typeof us === 'number' ? Math.round(us * 1_000) : Number.NaN)

function readEvent(raw: Record<string, unknown>, faults: string[]): TraceEvent[] {
  const event = { ...raw, ts: toNs(raw.ts), dur: raw.ph === 'X' ? toNs(raw.dur) : 0 } as TraceEvent
  const fault = faultOf(event)
  if (fault === undefined) return [event]
  faults.push(`${fault}: ${JSON.stringify(raw)}`)
  return []
}

/** Ids are 32 bits wide, and 0 is what an event without one has. */
const isId = (value: unknown): boolean =>
  Number.isInteger(value) && (value as number) > 0 && (value as number) < 2 ** 32

function faultOf({ ph, ts, dur, pid, tid, name, s }: TraceEvent): string | undefined {
  if (!/^[XMCisf]$/.test(ph)) return 'a phase that is not written'
  if (typeof name !== 'string' || name === '') return 'no name'
  if (!Number.isSafeInteger(ts) || ts < 0) return 'no time'
  if (!Number.isSafeInteger(dur) || dur < 0) return 'no duration'
  if (!isId(pid) || !isId(tid)) return 'no thread'
  if (ph === 'i' && s !== 't' && s !== 'g') return 'no scope'
  return undefined
}

class Importer implements ImportedTrace {
  readonly slices: Slice[] = []
  readonly flows: Flow[] = []
  readonly counters = new Map<string, [number, number][]>()
  readonly threads = new Map<string, string>()
  readonly processes = new Map<number, string>()
  readonly faults: string[] = []
  readonly #stacks = new Map<string, Slice[]>()
  readonly #starts = new Map<number, { slice: Slice; startNs: number }>()

  take(event: TraceEvent): void {
    switch (event.ph) {
      case 'X':
      case 'i':
        if (event.s !== 'g') this.#slice(event)
        break
      case 's':
        this.#flowStart(event)
        break
      case 'f':
        this.#flowEnd(event)
        break
      case 'C':
        this.#counter(event)
        break
      default:
        this.#metadata(event)
    }
  }

  #slice({ ts: startNs, dur, pid, tid, name }: TraceEvent): void {
    const track = `${pid}/${tid}`
    const stack = this.#stacks.get(track) ?? []
    this.#stacks.set(track, stack)
    const endNs = startNs + dur
    while (stack.length > 0 && isOver(stack.at(-1) as Slice, startNs, endNs)) stack.pop()
    const within = stack.at(-1)
    const slice = { track, name, startNs, endNs, depth: stack.length }
    if (within !== undefined && endNs > within.endNs) {
      this.faults.push(`${JSON.stringify(slice)} ends after ${JSON.stringify(within)}, in which it begins`)
    } else if (stack.length >= MAX_DEPTH) this.faults.push(`${JSON.stringify(slice)} is too deep`)
    else {
      stack.push(slice)
      this.slices.push(slice)
    }
  }

  #flowStart({ ts: startNs, pid, tid, id }: TraceEvent): void {
    const slice = this.#stacks.get(`${pid}/${tid}`)?.at(-1)
    if (id === undefined || this.#starts.has(id)) this.faults.push(`flow ${id} begins twice`)
    else if (slice === undefined) this.faults.push(`flow ${id} begins at ${startNs} in no slice of ${pid}/${tid}`)
    else this.#starts.set(id, { slice, startNs })
  }

  #flowEnd({ ts, pid, tid, id, bp }: TraceEvent): void {
    const to = this.#stacks.get(`${pid}/${tid}`)?.at(-1)
    const start = this.#starts.get(id ?? -1)
    if (bp !== 'e') this.faults.push(`flow ${id} ends in the slice after its time`)
    else if (to === undefined) this.faults.push(`flow ${id} ends at ${ts} in no slice of ${pid}/${tid}`)
    else if (start === undefined) this.faults.push(`flow ${id} ends at ${ts} without a start`)
    else this.flows.push({ from: start.slice, to, startNs: start.startNs })
  }

  #counter({ ts, pid, name, args = {} }: TraceEvent): void {
    for (const [series, value] of Object.entries(args)) {
      const key = `${pid} ${name} ${series}`
      const values = this.counters.get(key) ?? []
      this.counters.set(key, values)
      if (typeof value === 'number') values.push([ts, value])
      else this.faults.push(`${key} is no number at ${ts}`)
    }
  }

  #metadata({ name: what, pid, tid, args }: TraceEvent): void {
    const name = args?.name
    if (what === 'thread_name' && typeof name === 'string') this.threads.set(`${pid}/${tid}`, name)
    else if (what === 'process_name' && typeof name === 'string') this.processes.set(pid, name)
    else if (!what.endsWith('_sort_index')) this.faults.push(`${what} of ${pid}/${tid} says nothing`)
  }
}

/** Moments without length at the same time lie upon each other. */
function isOver(slice: Slice, startNs: number, endNs: number): boolean {
  const areMoments = slice.startNs === slice.endNs && startNs === endNs
  return slice.endNs < startNs || (slice.endNs === startNs && !areMoments)
}
