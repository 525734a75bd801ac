import type { CpuRunItem, IntervalItem } from '@tc-stream/event-schema'

/** What the row of a CPU needs of a run that the rows of tasks leave out; undefined where there is none. */
export function cpuRunOf(item: IntervalItem): CpuRunItem | undefined {
  const { taskId, tid, pid, comm, state, cpu, startNs, endNs } = item
  if (state !== 'running' || cpu === null) return undefined
  const run: CpuRunItem = { type: 'cpuRun', taskId, tid, pid, comm, cpu, startNs, endNs }
  if (item.prevState !== undefined) run.prevState = item.prevState
  if (item.inferred !== undefined) run.inferred = item.inferred
  if (item.cut !== undefined) run.cut = item.cut
  return run
}
