import { expectUnknownForm, normalize, normalizeOne, recordOf, traceOf } from '../records.test.kit.js'

const ENTER = 'syscalls:sys_enter_read'
const RAW_ENTER = 'raw_syscalls:sys_enter'
const RAW_EXIT = 'raw_syscalls:sys_exit'

test.each([
  [RAW_ENTER, 'XX 0 (3)'],
  [RAW_ENTER, 'NR x (3)'],
  [RAW_EXIT, 'XX 0 = 1'],
  [RAW_EXIT, 'x = 1'],
  [RAW_EXIT, 'NR x = 1'],
  [RAW_EXIT, 'NR 0 - 1'],
  [RAW_EXIT, 'NR 0 = '],
  [RAW_EXIT, 'NR 0 = x1'],
  [RAW_EXIT, 'NR 0 = 1x'],
  ['syscalls:sys_exit_read', ' x'],
])('%s: %s is in no known form', expectUnknownForm)

describe('arguments', () => {
  test.each([
    ['fd: 0x3, count: 0x10', 3, 16],
    ['  fd: 0x3, count: 0x10', 3, 16],
    [' count: 0x10', null, 16],
    ['count: 0x10', null, null],
    ['fd3', null, null],
    ['fd: ', null, null],
    ['buf: 0x1, fd: 0x3', null, null],
    ['fd: 0x3, count: 0x10, count: 0x20', 3, 32],
    // Of two that count, the first of the list is the number of bytes.
    ['fd: 0x3, len: 0x10, count: 0x20', 3, 32],
    ['fd: 0x3, count: ', 3, null],
  ])('%j', (payload, fd, bytes) => {
    expect(normalizeOne(recordOf(ENTER, payload))).toMatchObject({ type: 'syscallEnter', name: 'read', fd, bytes })
  })

  test.each([
    ['NR 0 (3, 4, 10, 0, 0, 0)', 'read', 3, 16],
    ['NR 0 (ffffffff, 4, 10, 0, 0, 0)', 'read', -1, 16],
    ['NR 0 (x, 4, y, 0, 0, 0)', 'read', null, null],
    ['NR 7 (3, 4, 10, 0, 0, 0)', 'poll', null, null],
    ['NR 26 (3, 1000, 10, 0, 0, 0)', 'msync', null, 4096],
    ['NR 0 [3, 4, 10, 0, 0, 0]', 'NR_0', null, null],
  ])('%s', (payload, name, fd, bytes) => {
    expect(normalizeOne(recordOf(RAW_ENTER, payload))).toMatchObject({ type: 'syscallEnter', name, fd, bytes })
  })
})

/** The kernel's own print is decimal; an `x` or a letter tells that it is not. */
test.each([
  ['NR 0 = 12', 12],
  ['NR 0 = 0', 0],
  ['NR 0 = 123456789012345', 123_456_789_012_345],
  ['NR 0 = 1234567890123456', Number.MAX_SAFE_INTEGER],
  ['NR 0 = -12', -12],
  ['NR 0 = 0x12', 18],
  ['NR 0 = 1a', 26],
  ['NR 0 = a1', 161],
  ['NR 0 = 12 7fd75b7572ad read+0xd (libc.so.6)', 12],
])('%s', (payload, result) => {
  expect(normalizeOne(recordOf(RAW_EXIT, payload))).toMatchObject({ type: 'syscallExit', name: 'read', result })
})

test.each([
  ['x86_64', 'read', 'read'],
  [undefined, 'read', 'read'],
  ['aarch64', 'NR_0', 'NR_0'],
])('numbers of %s', (arch, enter, exit) => {
  const trace = traceOf(arch === undefined ? {} : { arch })
  const { events } = normalize([trace, recordOf(RAW_ENTER, 'NR 0 (3, 4, 8)'), recordOf(RAW_EXIT, 'NR 0 = 8')])
  expect(events).toMatchObject([{ name: enter }, { name: exit }])
})
