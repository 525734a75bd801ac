import type { SwitchEvent } from '@tc-stream/event-schema'
import { createHeaderTrust } from './header-trust.js'
import { recordOf } from './records.test.kit.js'

const switchFrom = (prevTid: number): SwitchEvent => ({
  ...{ type: 'switch', timeNs: 1, cpu: 0, tid: prevTid, pid: null, comm: null },
  ...{ prevTid, prevComm: 'a', prevState: 'S', nextTid: 8, nextComm: 'b' },
})

/** Whether the header's tid and the payload's are told to differ, for each of so many switches. */
function compare(trust: ReturnType<typeof createHeaderTrust>, times: number, header: number | null, payload: number) {
  const record = recordOf('sched:sched_switch', '', { tid: header })
  return Array.from({ length: times }, () => trust.compare(record, switchFrom(payload)))
}

test('one odd switch in a hundred is borne, one in 99 is not', () => {
  for (const [good, trusted] of [
    [99, true],
    [98, false],
    [0, false],
  ] as const) {
    const trust = createHeaderTrust()
    expect(compare(trust, good, 7, 7)).not.toContain(true)
    expect(compare(trust, 1, 7, 8)).toEqual([true])
    expect(trust.trusted).toBe(trusted)
  }
})

test('the second odd one needs a hundred more', () => {
  const trust = createHeaderTrust()
  compare(trust, 198, 7, 7)
  compare(trust, 2, 7, 8)
  expect(trust.trusted).toBe(true)
  compare(trust, 1, 7, 8)
  expect(trust.trusted).toBe(false)
})

test('what is lost stays lost, and the odd ones are still told', () => {
  const trust = createHeaderTrust()
  compare(trust, 1, 7, 8)
  compare(trust, 500, 7, 7)
  expect(trust.trusted).toBe(false)
  expect(compare(trust, 2, 0, 8)).toEqual([true, true])
})

test('a header that names nobody counts neither way', () => {
  const trust = createHeaderTrust()
  expect([...compare(trust, 200, null, 7), ...compare(trust, 200, -1, 7)]).not.toContain(true)
  expect(trust.trusted).toBe(true)
  compare(trust, 1, 7, 8)
  expect(trust.trusted).toBe(false)
})
