/**
 * What a recording says, line by line, of interrupts, wakers, migrations, lives and callchains. Like the reader of
 * switches, it shares no code with the packages. It reads the layout of `perf script --ns -F comm,pid,tid,cpu,time,…`.
 */

/** One record: its header, its payload, and the frames below it. */
export interface RecordedLine {
  readonly tid: number
  readonly cpu: number
  readonly timeNs: bigint
  readonly event: string
  readonly payload: string
  readonly frames: readonly string[]
}

const RECORD = /^.*?(-?\d+)\/(-?\d+)\s+\[(\d+)\]\s+(\d+)\.(\d{9}):\s+(PERF_RECORD_\w+|\w+:\w+|[\w-]+):? ?(.*)$/
const FRAME = /^\s+[0-9a-f]+ /

export function readRecords(text: string): RecordedLine[] {
  const records: (RecordedLine & { frames: string[] })[] = []
  for (const line of text.split('\n')) {
    if (line.startsWith('#')) continue
    if (FRAME.test(line) && !RECORD.test(line)) {
      records.at(-1)?.frames.push(line.trim())
      continue
    }
    const match = RECORD.exec(line)
    if (match === null) continue
    const [, , tid, cpu, seconds, fraction, event, payload] = match as unknown as string[]
    const timeNs = BigInt(`${seconds}${fraction}`)
    records.push({ tid: Number(tid), cpu: Number(cpu), timeNs, event: event ?? '', payload: payload ?? '', frames: [] })
  }
  return records
}

/** Shape: `softirq TIMER on CPU 1, 44851565607 to 44851566000` */
export function recordedInterrupts(records: readonly RecordedLine[]): string[] {
  const open = new Map<string, { name: string; startNs: bigint }>()
  const told: string[] = []
  for (const { event, payload, cpu, timeNs } of records) {
    const interrupt = interruptOf(event, payload)
    if (interrupt === undefined) continue
    const [kind, name, number] = interrupt
    const key = `${cpu} ${kind} ${number}`
    if (event.endsWith('_entry')) open.set(key, { name: String(name), startNs: timeNs })
    else {
      const entry = open.get(key)
      if (entry !== undefined) told.push(`${kind} ${entry.name} on CPU ${cpu}, ${entry.startNs} to ${timeNs}`)
      open.delete(key)
    }
  }
  return told
}

type Interrupt = readonly [kind: string, name: string | undefined, number: string | undefined]

function interruptOf(event: string, payload: string): Interrupt | undefined {
  const vector = /^irq_vectors:(\w+)_(?:entry|exit)$/.exec(event)
  if (vector !== null) return ['vector', vector[1], /vector=(\d+)/.exec(payload)?.[1]]
  if (event.startsWith('irq:softirq_e')) {
    const match = /vec=(\d+) \[action=(\w+)\]/.exec(payload)
    return ['softirq', match?.[2], match?.[1]]
  }
  if (event.startsWith('irq:irq_handler_')) {
    return ['hardirq', /name=(\S+)/.exec(payload)?.[1], /irq=(\d+)/.exec(payload)?.[1]]
  }
  return undefined
}
