import type { BinItem, BoxItem, ChartItem, GivenTotals, RowItem } from '@tc-stream/event-schema'
import { zeroTotals } from '@tc-stream/event-schema'

const US = 1_000
const MS = 1_000_000

/** A chart of I/O, with states of the same task beside it or alone: one task, calls of every kind, and a bin. */
export function ioChart({ scheduled }: { readonly scheduled: boolean }): ChartItem[] {
  const totals: GivenTotals = {
    ...zeroTotals(),
    ...(scheduled ? { runningNs: 40 * MS, switches: 1 } : {}),
    ...{ ioCalls: 40, ioErrors: 3, ioNs: 12 * MS, ioReadBytes: 1_048_576, ioRxBytes: 4096, ioTxBytes: 100 },
  }
  const span = { startNs: 0, endNs: 100 * MS }
  const rows: RowItem[] = [
    { type: 'row', row: 0, kind: 'task', tid: 7, pid: 7, comm: 'cat', tasks: 1, ...span, totals },
    { type: 'row', row: 1, kind: 'group', comm: 'idle', tasks: 3, ...span, totals: zeroTotals() },
  ]
  const run: BoxItem = { type: 'box', row: 0, lane: 'sched', state: 'running', startNs: 0, endNs: 40 * MS, cpu: 0 }
  return [
    { type: 'trace', schemaVersion: 1, originSeconds: 5, cpuCount: 4 },
    {
      type: 'chart',
      ...span,
      ...{ quantumNs: 0, rows: 2, elements: 7, foldedIntervals: 30, tasks: 7, tasksDrawn: 1, tasksGrouped: 3 },
      ...{ tasksLeftOut: 3, leftOutRunningNs: 0, thresholdNs: 10 * MS, unknownNs: 0, inferredNs: 0, taskNs: 0 },
      ...{ events: 80, scheduled },
      io: {
        ...{ calls: 43, bytes: 1_052_872, maxBytes: 1_048_576, thresholdBytes: 1_048_576, leftOutBytes: 100 },
        errors: { EAGAIN: 2, EBADF: 1 },
      },
    },
    ...rows,
    ...(scheduled ? [run] : []),
    ...IO_ELEMENTS,
    { type: 'chartEnd' },
  ]
}

const io = (state: string, startMs: number, endMs: number, more: Partial<BoxItem> = {}): BoxItem => ({
  ...{ type: 'box', row: 0, lane: 'io', state, startNs: startMs * MS, endNs: endMs * MS, fd: 3, bytes: 0, text: state },
  ...more,
})

const IO_ELEMENTS: readonly (BoxItem | BinItem)[] = [
  io('read', 10, 20, { bytes: 1_048_576, merges: 15, callNs: 8 * MS, maxCallNs: 700 * US, text: 'pread64' }),
  io('rx', 25, 26, { error: 'EAGAIN', fd: 4, text: 'recvfrom' }),
  io('tx', 30, 35, { bytes: 100, fd: 4, text: 'sendto' }),
  io('sync', 40, 50, { text: 'fsync' }),
  io('poll', 55, 70, { fd: null, text: 'ppoll' }),
  {
    ...{ type: 'bin', row: 0, lane: 'io', startNs: 75 * MS, endNs: 80 * MS },
    states: { rx: { ns: MS, count: 20, bytes: 4096 }, 'read EBADF': { ns: 500, count: 1 } },
    longest: { state: 'rx', startNs: 75 * MS, endNs: 75 * MS + 90 * US },
  },
  io('write', 95, 100, { cut: 'end', text: 'write' }),
]
