import type { TimelineItem } from '@tc-stream/event-schema'
import { formatSeconds } from './stretch.js'
import { axisTime, axisToleranceNs, type PeerAxis } from './timechart-svg.js'

/** One stay of a CPU in one C-state, whoever says so. Units: absolute nanoseconds. */
export interface Stay {
  readonly cpu: number
  readonly state: number
  readonly startNs: bigint
  readonly endNs: bigint
}

/** Shape: `CPU 2 in C1, 16.123456789 to 16.123460000` */
export function describeStay({ cpu, state, startNs, endNs }: Stay): string {
  return `CPU ${cpu} in C${state}, ${formatSeconds(startNs)} to ${formatSeconds(endNs)}`
}

const IDLE = /\s(\d+)\.(\d{9}):\s+power:cpu_idle:\s+state=(\d+) cpu_id=(\d+)/g
const OUT_OF_IDLE = 4294967295

/** The stays that both ends of are recorded: from a way in to the next event of that CPU. */
export function recordedStays(text: string): Stay[] {
  const stays: Stay[] = []
  const open = new Map<number, { state: number; startNs: bigint }>()
  for (const [, seconds, fraction, depth, id] of text.matchAll(IDLE)) {
    const timeNs = BigInt(`${seconds}${fraction}`)
    const cpu = Number(id)
    const state = Number(depth)
    const before = open.get(cpu)
    if (before !== undefined) stays.push({ cpu, ...before, endNs: timeNs })
    if (state === OUT_OF_IDLE) open.delete(cpu)
    else open.set(cpu, { state, startNs: timeNs })
  }
  return stays
}

/** Stays of a timeline whose end was recorded. */
export function timelineStays(items: Iterable<TimelineItem>): Stay[] {
  let originNs = 0n
  const stays: Stay[] = []
  for (const item of items) {
    if (item.type === 'trace') originNs = BigInt(item.originSeconds) * 1_000_000_000n
    if (item.type !== 'cState' || item.cut !== undefined || item.inferred === true) continue
    const { cpu, state } = item
    stays.push({ cpu, state, startNs: originNs + BigInt(item.startNs), endNs: originNs + BigInt(item.endNs) })
  }
  return stays
}

const PEER_BOX = /<rect class="c(\d+)" x="(-?[\d.]+)" width="([\d.]+)" y="([\d.]+)"/g
const CPU_STRIP = { firstY: 30, heightPx: 60 }

/**
 * What perf timechart drew. It puts a box for a way out without a way in at the beginning of time; that one is left out.
 * `edges`: the times of all recorded edges, to which a time is put right that the axis is too coarse for.
 */
export function peerStays(svg: string, axis: PeerAxis, edges: readonly bigint[]): Stay[] {
  const toleranceNs = BigInt(axisToleranceNs(axis))
  const exact = (timeNs: bigint): bigint => {
    if (toleranceNs === 0n) return timeNs
    return edges.find(edge => edge - timeNs <= toleranceNs && timeNs - edge <= toleranceNs) ?? timeNs
  }
  const stays: Stay[] = []
  for (const [, state, x, width, y] of svg.matchAll(PEER_BOX)) {
    const startNs = exact(axisTime(Number(x), axis))
    const endNs = exact(axisTime(Number(x) + Number(width), axis))
    if (startNs < axis.firstNs) continue
    stays.push({ cpu: (Number(y) - CPU_STRIP.firstY) / CPU_STRIP.heightPx, state: Number(state), startNs, endNs })
  }
  return stays
}
