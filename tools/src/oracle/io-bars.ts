import { constants } from 'node:os'
import type { IoItem, TimelineItem } from '@tc-stream/event-schema'
import { describeBar, type PeerIo } from './timechart-io.js'

const SECOND_NS = 1_000_000_000n
const KINDS: Readonly<Record<IoItem['op'], PeerIo['kind']>> = {
  read: 'disk',
  write: 'disk',
  rx: 'net',
  tx: 'net',
  sync: 'sync',
  poll: 'poll',
}

/**
 * The I/O of a timeline as the peer would title its bars: a line for each. Calls that have not returned are left out,
 * as the peer leaves them out.
 */
export function timelineBars(items: Iterable<TimelineItem>): string[] {
  let originNs = 0n
  const lines: string[] = []
  for (const item of items) {
    if (item.type === 'trace') originNs = BigInt(item.originSeconds) * SECOND_NS
    if (item.type !== 'io' || item.cut !== undefined) continue
    const failed = item.error !== null
    lines.push(
      describeBar({
        tid: item.tid,
        // It knows the argument `fd` and no other.
        fd: item.op === 'poll' ? 0 : (item.fd ?? 0),
        error: failed ? -errorNumber(item.error as string) : 0,
        merges: item.merges,
        kind: failed ? 'error' : KINDS[item.op],
        startNs: originNs + BigInt(item.startNs),
        endNs: originNs + BigInt(item.endNs),
      }),
    )
  }
  return lines.sort()
}

/** Errors: throws on a name that this machine does not know: then the comparison would compare nothing. */
export function errorNumber(name: string): number {
  const number = (constants.errno as Readonly<Record<string, number>>)[name]
  if (number === undefined) throw new Error(`no error is called ${name}`)
  return number
}
