import { axisTime, type PeerAxis } from './timechart-svg.js'

/**
 * Reads back the I/O bars that `perf timechart` drew of a recording of system calls: a title, the rectangle after it,
 * and the label that closes a row.
 *
 * Source: perf timechart's SVG writer, perf 6.1.
 */
export interface PeerIo {
  readonly tid: number
  readonly comm: string
  readonly fd: number
  /** 0, or -errno. */
  readonly error: number
  readonly merges: number
  /** `error` whatever the call does. */
  readonly kind: 'disk' | 'net' | 'sync' | 'poll' | 'error'
  /** Units: absolute nanoseconds. */
  readonly startNs: bigint
  readonly endNs: bigint
}

const ROOT = /^<svg width="([\d.]+)"/m
/** Numbers of the titles may stand in a field as wide as they please. */
const BAR =
  /<title>fd=\s*(-?\d+) error=\s*(-?\d+) merges=\s*(\d+)<\/title>\n<rect x="(-?[\d.]+)" width="(-?[\d.]+)" y="[\d.]+" height="[\d.]+" class="(\w+)"|<text x="[\d.]+" y="[\d.]+">([^<]*):(\d+) \([\d.]+ \w+\)<\/text>/g

/** Errors: throws on an SVG of another kind. */
export function readIoBars(svg: string, axis: Omit<PeerAxis, 'width'>): PeerIo[] {
  const width = Number(ROOT.exec(svg)?.[1])
  if (!(width > 0)) throw new Error('no width: is this an SVG of perf timechart?')
  const time = (x: number) => axisTime(x, { ...axis, width })
  const bars: PeerIo[] = []
  let row: Omit<PeerIo, 'tid' | 'comm'>[] = []
  for (const [, fd, error, merges, x, length, kind, comm, tid] of svg.matchAll(BAR)) {
    if (tid !== undefined) {
      bars.push(...row.map(bar => ({ ...bar, tid: Number(tid), comm: String(comm) })))
      row = []
      continue
    }
    row.push({
      ...{ fd: Number(fd), error: Number(error), merges: Number(merges), kind: kind as PeerIo['kind'] },
      startNs: time(Number(x)),
      endNs: time(Number(x) + Number(length)),
    })
  }
  if (row.length > 0) throw new Error(`${row.length} bars in a row without a label`)
  return bars
}

/**
 * A bar that gave way to an error and was then cut by the next call has a negative width: it is told as it ends.
 *
 * Shape: `387 fd 6 EAGAIN merges 9 disk, 51306306377 to 51306663591`
 */
export function describeBar(bar: Omit<PeerIo, 'comm' | 'error'> & { readonly error: string | number }): string {
  const isBackwards = bar.endNs < bar.startNs
  return `${bar.tid} fd ${bar.fd} error ${bar.error} merges ${bar.merges} ${bar.kind}, ${isBackwards ? bar.endNs : bar.startNs} to ${bar.endNs}`
}
