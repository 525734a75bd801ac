import type { DecodedEvent, Decoder } from '../registry.js'

/** Any event without a decoder of its own: which task was on which CPU, and where. */
export const decodeSample: Decoder = (record, context): DecodedEvent => ({
  type: 'sample',
  timeNs: context.timeNs,
  cpu: context.cpu,
  tid: context.tid,
  pid: context.pid,
  comm: context.comm,
  event: record.event,
})
