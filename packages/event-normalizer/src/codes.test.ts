import type { RecordItem } from '@tc-stream/event-schema'
import { NORMALIZER_DIAGNOSTICS, type NormalizerCode } from './diagnostics.js'
import { normalize, recordOf, switchPayload } from './records.test.kit.js'

const switchOf = (state: string, tid = 7) =>
  recordOf('sched:sched_switch', switchPayload('a', tid, state, 'b', 8), { tid: 7 })
const idle = (state: string) =>
  recordOf('sched:sched_switch', switchPayload('swapper/0', 0, state, 'b', 8), { tid: 0, comm: 'swapper' })

/** For each code the records that must be told under it. */
const RECORDS: Readonly<Record<NormalizerCode, readonly RecordItem[]>> = {
  TC_NORM_BAD_PAYLOAD: [recordOf('sched:sched_switch', 'prev_comm=sh prev_p')],
  TC_NORM_NO_PAYLOAD: [recordOf('sched:sched_switch', '')],
  TC_NORM_INVALID_EVENT: [recordOf('power:cpu_frequency', 'state=-1 cpu_id=0')],
  TC_NORM_NO_TIME: [recordOf('power:cpu_idle', 'state=1 cpu_id=0', { timeNs: null })],
  TC_NORM_UNKNOWN_STATE: [switchOf('Q'), idle('R')],
  TC_NORM_SHIFTED_STATES: [switchOf('D'), idle('S')],
  TC_NORM_HEADER_TID: [switchOf('S', 99), idle('R')],
}

test.each(Object.keys(NORMALIZER_DIAGNOSTICS) as NormalizerCode[])('%s is told of records that make it', code => {
  const told = normalize(RECORDS[code]).out.find(item => item.type === 'diagnostic' && item.code === code)
  expect(told).toMatchObject({ ...NORMALIZER_DIAGNOSTICS[code], line: 1, sample: expect.any(String) })
})
