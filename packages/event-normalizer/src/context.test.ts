import { createDiagnostics, type RecordItem } from '@tc-stream/event-schema'
import { createComms } from './comms.js'
import { Context, isBefore, parseKernel } from './context.js'
import { NORMALIZER_DIAGNOSTICS } from './diagnostics.js'
import { createHeaderTrust } from './header-trust.js'
import { normalizeOne, recordOf, switchPayload, traceOf } from './records.test.kit.js'

test.each([
  ['4.14.74-1.el7.x86_64', [4, 14]],
  ['3.10', [3, 10]],
  ['6.1-rc1', [6, 1]],
  ['123.1234', [123, 1234]],
  ['4', undefined],
  ['4.', undefined],
  ['4x14', undefined],
  ['v4.14', undefined],
  ['1234.5', undefined],
  ['', undefined],
  [undefined, undefined],
])('the kernel %s is %j', (osRelease, kernel) => {
  expect(parseKernel(osRelease)).toEqual(kernel)
})

test('a kernel comes before another by its major, then by its minor', () => {
  const told = ['3.99', '4.9', '4.13', '4.14', '4.15', '5.0'].map(release => isBefore(parseKernel(release), 4, 14))
  expect(told).toEqual([true, true, true, false, false, false])
  expect(isBefore(undefined, 4, 14)).toBe(false)
})

function createContext() {
  const diagnostics = createDiagnostics(NORMALIZER_DIAGNOSTICS)
  const trust = createHeaderTrust()
  return { context: new Context(createComms(10), trust, diagnostics), trust, diagnostics }
}

const header = ({ timeNs, cpu, tid, pid, comm, part }: Context) => ({ timeNs, cpu, tid, pid, comm, part })

test('a context knows nothing before the first record', () => {
  const { context, diagnostics } = createContext()
  expect(header(context)).toEqual({ timeNs: 0, cpu: null, tid: null, pid: null, comm: null, part: '' })
  const { shiftedStates, oldStates, arch, headerTidsTrusted } = context
  expect([shiftedStates, oldStates, arch, headerTidsTrusted]).toEqual([false, false, undefined, true])
  context.count('TC_NORM_UNKNOWN_STATE')
  expect([...diagnostics.items()]).toEqual([])
})

describe('the header of a record', () => {
  test.each<[why: string, more: Partial<RecordItem>, expected: Partial<RecordItem>]>([
    ['is taken as it is', { pid: 5, cpu: 3 }, { tid: 7, pid: 5, cpu: 3, comm: 'sh', timeNs: 1_000 }],
    ['names the idle task', { tid: 0, pid: 0, comm: 'swapper' }, { tid: 0, pid: 0, comm: 'swapper' }],
    ['names nobody', { tid: -1, pid: -1, comm: null }, { tid: null, pid: null, comm: null }],
    ['names a process that is gone', { tid: 7, pid: -1 }, { tid: 7, pid: null }],
    ['names a thread that is gone', { tid: -1, pid: 5 }, { tid: null, pid: 5 }],
    ['has no tid', { tid: null, pid: 5, comm: 'a' }, { tid: null, pid: 5, comm: 'a' }],
    ['has a number for a name that is not known', { comm: ':7' }, { tid: 7, comm: null }],
    ['has a name that is the number of another', { comm: ':8' }, { tid: 7, comm: ':8' }],
    ['has a name that only ends as such a number', { comm: 'a:7' }, { tid: 7, comm: 'a:7' }],
    ['has a name of a colon and no tid', { tid: null, comm: ':null' }, { tid: null, comm: ':null' }],
    ['has no time', { timeNs: null, pid: 5 }, { timeNs: 0, cpu: null, tid: null, pid: null, comm: null }],
  ])('%s', (_why, more, expected) => {
    const { context } = createContext()
    context.begin(recordOf('a:read', '', more), 'read')
    expect(header(context)).toMatchObject({ ...expected, part: 'read' })
  })

  test('has no ids any more once they have proved wrong', () => {
    const { context, trust } = createContext()
    const record = recordOf('sched:sched_switch', switchPayload('a', 12, 'S', 'b', 8), { pid: 5 })
    const event = normalizeOne(record)
    if (event?.type === 'switch') trust.compare(record, event)
    context.begin(record, '')
    expect(header(context)).toMatchObject({ tid: null, pid: null, comm: 'sh', cpu: 0, timeNs: 1_000 })
    expect(context.headerTidsTrusted).toBe(false)
  })
})

test('what is odd is told with the record, unless that is only looked at', () => {
  const { context, diagnostics } = createContext()
  context.begin(recordOf('a:read', 'x=1', { line: 17 }), '')
  context.count('TC_NORM_UNKNOWN_STATE')
  context.peek(recordOf('a:write', 'x=2', { line: 18 }))
  expect(header(context)).toMatchObject({ tid: 7, part: '' })
  context.count('TC_NORM_UNKNOWN_STATE')
  expect([...diagnostics.items()]).toMatchObject([
    { code: 'TC_NORM_UNKNOWN_STATE', count: 1, line: 17, sample: 'a:read: x=1' },
  ])
})

test('the head of a trace tells of the machine', () => {
  const { context } = createContext()
  context.learn(traceOf({ osRelease: '4.13.9', arch: 'aarch64' }))
  expect([context.oldStates, context.arch]).toEqual([true, 'aarch64'])
  context.learn(traceOf({ osRelease: '4.14.0' }))
  expect([context.oldStates, context.arch]).toEqual([false, undefined])
})
