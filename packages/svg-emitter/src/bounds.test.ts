import { type BoxItem, type ChartItem, runStage, zeroTotals } from '@tc-stream/event-schema'
import { createSvgEmitter } from './emitter.js'

const ROWS = 1_000
const BOXES = 100_000
const CALLCHAINS = 20_000
const FRAMES = 100
const SPAN_NS = 1e12

/** The most that the reducer's defaults let through, with nothing that could be written once for many boxes. */
function* largestChart(): Generator<ChartItem> {
  yield { type: 'trace', schemaVersion: 1, originSeconds: 1_700_000_000 }
  yield {
    ...{ type: 'chart', startNs: 0, endNs: SPAN_NS, quantumNs: 1 << 20, rows: ROWS, elements: BOXES, events: 1e9 },
    ...{ foldedIntervals: 1e9, tasks: 1e6, tasksDrawn: ROWS, tasksGrouped: 0, tasksLeftOut: 0, leftOutRunningNs: 0 },
    ...{ thresholdNs: 1e7, unknownNs: 0, inferredNs: 0, taskNs: 1e12 },
  }
  for (let row = 0; row < ROWS; row++) {
    const comm = `worker-${row}-${'x'.repeat(5)}`
    const ids = { taskId: row, tid: 1e6 + row, pid: 1e6 + row, comm }
    yield { type: 'row', row, kind: 'task', ...ids, startNs: 0, endNs: SPAN_NS, totals: zeroTotals() }
  }
  for (let row = 0; row < ROWS; row++) yield* boxesOf(row)
  for (let id = 0; id < CALLCHAINS; id++) {
    const frames = Array.from({ length: FRAMES }, (_, depth) => ({
      ip: `ffffffff8${id.toString(16)}${depth.toString(16)}`,
      symbol: `some_namespace::function_${id}_${depth}`,
      offset: depth,
      dso: `/usr/lib/library-${id % 300}.so`,
    }))
    yield { type: 'callchain', id, frames }
  }
  yield { type: 'chartEnd' }
}

function* boxesOf(row: number): Generator<BoxItem> {
  const count = BOXES / ROWS
  const stepNs = SPAN_NS / count
  for (let at = 0; at < count; at++) {
    const index = row * count + at
    const startNs = Math.floor(at * stepNs) + ((index * 7_919) % 1_000_003)
    yield {
      ...{ type: 'box', row, lane: 'sched', startNs, endNs: startNs + Math.floor(stepNs / 2) - (index % 999_983) },
      ...{ state: 'waiting', cause: 'woken', cpu: index % 64, wakerTid: 1e6 + (index % 50_000) },
      ...{ wakerComm: `waker-${index % 50_000}`, wakerCpu: index % 61, wakerRow: (row * 31) % ROWS },
      ...{ wakeupNs: startNs - (index % 5_000), context: 'task', reason: `reason_${index % 5_000}` },
      callchain: index % CALLCHAINS,
    }
  }
}

test('the largest chart of the defaults stays below what viewers take', () => {
  const emitter = createSvgEmitter()
  let bytes = 0
  let elements = 0
  let longest = 0
  let open = 0
  for (const piece of runStage(emitter, largestChart())) {
    bytes += Buffer.byteLength(piece)
    elements += piece.match(/<[a-z]/g)?.length ?? 0
    // An attribute or a block of text goes on from piece to piece until the next quote or tag.
    const [first = '', ...parts] = piece.split(/["<>]/)
    open += first.length
    longest = Math.max(longest, open)
    for (const part of parts) {
      open = part.length
      longest = Math.max(longest, open)
    }
  }
  expect(bytes).toBeLessThan(10e6)
  expect(bytes).toBeGreaterThan(4e6)
  expect(elements).toBeLessThan(1_000_000)
  expect(longest).toBeLessThan(1e6)
  expect(emitter.diagnostics.countOf('TC_SVG_TABLE_FULL')).toBeGreaterThan(0)
}, 60_000)
