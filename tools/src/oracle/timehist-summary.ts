/** What `perf sched timehist --summary` tells of a thread. Units: microseconds, the rest cut off. */
export interface TimehistTotal {
  readonly tid: number
  readonly runUs: number
}

/** Shape: `  node[27551/27543]   27543          4        0.112  …`: comm, thread, parent, runs, time of all of them. */
const ROW = /\[(-?\d+)(?:\/-?\d+)?\] +-?\d+ +\d+ +(\d+)\.(\d{3}) /

export function readTimehistSummary(text: string): TimehistTotal[] {
  return text.split('\n').flatMap(line => {
    const [, tid, ms, us] = ROW.exec(line) ?? []
    return tid === undefined ? [] : [{ tid: Number(tid), runUs: Number(`${ms}${us}`) }]
  })
}
