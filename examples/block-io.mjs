/**
 * A decoder for a tracepoint that tc-stream does not know: each request that goes to a disk becomes a mark at the task
 * that sent it, or at the CPU where no task did.
 *
 *     perf record -a -e sched:sched_switch -e sched:sched_wakeup -e block:block_rq_issue -- sleep 5
 *     perf script | tc-stream --use ./block-io.mjs > out.svg
 *
 * Shape: `254,0 WS 262144 () 62394880 + 512 0x2,0,4 [dd]`
 */
const REQUEST = /^(\d+,\d+) (\S+) (\d+) /

/** @type {import('@tc-stream/event-normalizer').DecoderRegistry} */
export const decoders = {
  'block:block_rq_issue': (record, context) => {
    const [, disk, operation, bytes] = REQUEST.exec(record.payload) ?? []
    if (bytes === undefined) return undefined // not understood: counted, with line and sample
    const { timeNs, cpu, tid, pid, comm } = context
    const text = `${operation} ${Number(bytes) / 1024} KiB, disk ${disk}`
    return { type: 'mark', timeNs, cpu, tid, pid, comm, text }
  },
}
