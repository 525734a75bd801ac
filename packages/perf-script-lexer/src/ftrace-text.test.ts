import { isPreamble, isStackFrame, parseLoss, toFrame, withoutEscapedEnd } from './ftrace-text.js'

test.each([
  ['CPU:1 [LOST 123 EVENTS]', { cpu: 1, count: 123 }],
  ['CPU:12 [LOST EVENTS]', { cpu: 12, count: 1 }],
  ['CPU:1 [123 EVENTS DROPPED]  ', { cpu: 1, count: 123 }],
  ['CPU:1 [LOST 0 EVENTS]', { cpu: 1, count: 1 }],
  ['CPU:x [LOST 1 EVENTS]', undefined],
  ['CPU:1 [LOST some EVENTS]', undefined],
  ['CPU 1 is empty', undefined],
])('%s tells a loss of %j', (line, loss) => {
  expect(parseLoss(line, 0)).toEqual(loss)
  expect(parseLoss(`>>${line}`, 2)).toEqual(loss)
})

test.each([
  ['cpus=4', true],
  ['version = 6', true],
  ['CPU 3 is empty', true],
  ['CPU: 3 is empty ', true],
  ['TRACE:', true],
  ['TRACE: x', false],
  [`version = ${'1'.repeat(40)}`, false],
  [`version = ${'1'.repeat(29)}`, true],
  [`version = ${'1'.repeat(30)}`, false],
])('%s before the events: %s', (line, is) => {
  expect(isPreamble(line, 0)).toBe(is)
  expect(isPreamble(`     ${line}`, 5)).toBe(is)
})

test.each([
  [' => schedule (ffffffff821fb643)', 'ffffffff821fb643 schedule ([kernel.kallsyms])'],
  [' => schedule <ffffffff821fb643>', 'ffffffff821fb643 schedule ([kernel.kallsyms])'],
  [' => schedule+0x2e/0x80', 'schedule+0x2e ([kernel.kallsyms])'],
  ['=> nft_do [nft]', 'nft_do ([nft])'],
  [' => nft_do [nft] (ffff1234)', 'ffff1234 nft_do ([nft])'],
  [' => /usr/lib/libc.so.6[+0x114a]', '114a [unknown] (/usr/lib/libc.so.6)'],
  [' => <00007f12ab>', '7f12ab [unknown]'],
  [' => <0000>', '0 [unknown]'],
  [' => ??', '[unknown]'],
  [' =>', '[unknown]'],
  [' => ffffffff821fb643', 'ffffffff821fb643 [unknown] ([kernel.kallsyms])'],
  [' => deadbee', 'deadbee ([kernel.kallsyms])'],
  [' => deadbeef', 'deadbeef [unknown] ([kernel.kallsyms])'],
  [' => deadbeef (ffffffff821fb643)', 'ffffffff821fb643 deadbeef ([kernel.kallsyms])'],
  [' => <7f0012>', '7f0012 [unknown]'],
  [' => <12>x', '<12>x ([kernel.kallsyms])'],
  [' => x/usr/lib/libc.so.6[+0x114a]', 'x/usr/lib/libc.so.6[+0x114a] ([kernel.kallsyms])'],
  [' => /usr/lib/libc.so.6[+0x114a]x', '/usr/lib/libc.so.6[+0x114a]x ([kernel.kallsyms])'],
  [' =>   two words  ', 'two words'],
])('%s is %s', (line, frame) => {
  const start = line.indexOf('=')
  expect(isStackFrame(line, start)).toBe(true)
  expect(toFrame(line, start)).toBe(frame)
})

test('what is no frame', () => {
  expect(['=schedule', '> schedule', '-> schedule', ''].map(line => isStackFrame(line, 0))).not.toContain(true)
})

test('the end that a web page spells out is taken off', () => {
  expect(withoutEscapedEnd('a line\\n\\')).toBe('a line')
  expect(withoutEscapedEnd('a line\\n')).toBe('a line\\n')
})
