/**
 * Reads the table of `perf sched latency -p`: a row per thread. What is counted in it was learned by comparing it with
 * the events; docs/perf-sched.md tells it.
 */
export interface LatencyRow {
  readonly tid: number
  /** Waits that ended, and times that the thread was switched in without one. */
  readonly switches: number
  /** Time of all waits by `switches`, and the longest wait. Shape: milliseconds, rounded, `15.228` */
  readonly averageMs: string
  readonly maxMs: string
  /** Edges of the longest wait. Units: microseconds, the rest cut off. */
  readonly maxStartUs: number
  readonly maxEndUs: number
}

const ROW = new RegExp(
  String.raw`^ .*:(-?\d+) +\| +[\d.]+ ms \| +(\d+) \| avg: *([\d.]+) ms \| max: *([\d.]+) ms ` +
    String.raw`\| max start: *(\d+)\.(\d{6}) s \| max end: *(\d+)\.(\d{6}) s$`,
)
const ANY_ROW = / ms \| max start: /

/** Errors: throws on a row that it cannot read. */
export function readLatency(text: string): LatencyRow[] {
  return text.split('\n').flatMap(line => {
    if (!ANY_ROW.test(line)) return []
    const match = ROW.exec(line)
    if (match === null) throw new Error(`cannot read this row of latency: ${line}`)
    const [, tid, switches, averageMs, maxMs, startSeconds, startMicros, endSeconds, endMicros] = match
    return [
      {
        tid: Number(tid),
        switches: Number(switches),
        averageMs: String(averageMs),
        maxMs: String(maxMs),
        maxStartUs: Number(`${startSeconds}${startMicros}`),
        maxEndUs: Number(`${endSeconds}${endMicros}`),
      },
    ]
  })
}
