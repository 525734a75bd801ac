import { isCutPayload, isSideBandContinuation, isSourceLine, joinComm } from './continuation.js'

describe('a payload lacks its end', () => {
  test.each([
    ['sched:sched_switch', 'prev_comm=a', true],
    ['sched_switch', 'prev_comm=a', true],
    ['sched:sched_switch', 'prev_comm=a prev_pid=1 next_prio=120', false],
    ['sched:sched_switch', 'prev_comm=a next_prio', true],
    ['sched:sched_switch', '', true],
    ['sched:sched_switch', 'sh:12 [120] S ==> a', true],
    ['sched:sched_switch', 'sh:12 [120] S ==> a:7 [120]', false],
    ['sched:sched_switch', 'sh:12 [-1] S ==> a:-7 [-120]', false],
    ['sched:sched_switch', 'sh:12 [] S ==> a:7 [120]', true],
    ['sched:sched_switch', 'sh:12 [120] S ==> a:7', true],
    ['sched:sched_switch', 'sh:12 [120] S R ==> a:7 [120]', true],
    ['sched:sched_switch', 'a:7 [120]', true],
    ['sched:sched_wakeup', 'comm=a', true],
    ['sched:sched_wakeup', 'comm=a pid=1 prio=120 target_cpu=000', false],
    ['sched:sched_wakeup', 'a', true],
    ['sched:sched_wakeup', 'a:7 [120] success=1', false],
    ['sched:sched_wakeup', 'a:-7 [-1]', false],
    ['sched:sched_wakeup_new', 'a', true],
    ['sched:sched_waking', 'comm=a', true],
    ['sched:sched_waking', 'a', false],
    ['sched:sched_migrate_task', 'a', false],
    ['sched:sched_migrate_task', '(comm=a', false],
    ['power:cpu_idle', 'state=1', false],
    ['sched', 'comm=a', false],
    ['PERF_RECORD_COMM', 'a', true],
    ['PERF_RECORD_COMM', 'a:1/1', false],
    ['PERF_RECORD_COMM', 'a:-1/-1', false],
    ['PERF_RECORD_COMM', 'a:1/1 b', true],
    ['PERF_RECORD_COMM', 'a:1/', true],
    ['PERF_RECORD_COMM', 'a:/1', true],
    ['PERF_RECORD_EXIT', 'a', false],
  ])('%s %s: %s', (event, payload, is) => expect(isCutPayload(event, payload)).toBe(is))
})

describe('a line goes on a side-band record', () => {
  test.each([
    ['PERF_RECORD_NAMESPACES', '\t\t 4/user: 0/0]', true],
    ['PERF_RECORD_NAMESPACES', '\t 4/user: 0/0]', false],
    ['PERF_RECORD_NAMESPACES', ' \t\t4/user', false],
    ['PERF_RECORD_TEXT_POKE', '  old len 5', true],
    ['PERF_RECORD_TEXT_POKE', '\tnew len 5', true],
    ['PERF_RECORD_TEXT_POKE', '  0f 1f', true],
    ['PERF_RECORD_TEXT_POKE', '  00ff: 1f', true],
    ['PERF_RECORD_TEXT_POKE', '  f', false],
    ['PERF_RECORD_TEXT_POKE', '  00fff: 1f', false],
    ['PERF_RECORD_TEXT_POKE', 'old len 5', false],
    ['PERF_RECORD_TEXT_POKE', '  bytes', false],
    ['PERF_RECORD_MMAP2', '\t\told', false],
  ])('%s %j: %s', (event, line, is) => expect(isSideBandContinuation(event, line)).toBe(is))
})

test.each([
  ['  file.c:300', true],
  ['  a file.c:3', true],
  ['  [kernel.kallsyms][ffffffff821facd8]', true],
  [' file.c:300', false],
  ['   file.c:300', false],
  ['x  file.c:300', false],
  ['  file.c:300 x', false],
  ['  file.c:', false],
  ['  file.c[]', false],
  ['  file.c[x]', false],
])('%j is a line of source: %s', (line, is) => expect(isSourceLine(line)).toBe(is))

describe('a comm of several lines', () => {
  test.each([
    ['as long as a field, not padded', ['12345678'], '90123456', undefined],
    ['one less', ['1234567'], '8901234', '1234567\n8901234'],
    ['padded to eight, as with -l', ['    n'], 'ab', 'n\nab'],
    ['padded to nine', ['     n'], 'ab', undefined],
    ['padded to seven', ['   n'], 'ab', undefined],
    ['padded, of bytes of two kinds that fill it', ['      né'], 'línes', 'né\nlínes'],
    ['padded, its last letter of two bytes in UTF-8', ['         \u07ff'], 'line', '\u07ff\nline'],
    ['padded, the first one of three', ['        \u0800'], 'line', '\u0800\nline'],
    ['padded, the last one of one', ['          \u007f'], 'line', '\u007f\nline'],
    ['padded, the first one of two', ['         \u0080'], 'line', '\u0080\nline'],
    ['padded, one of three, and a blank too few', ['       \uffff'], 'line', undefined],
    ['padded, one of two, and a blank too few', ['        \u07ff'], 'line', undefined],
    ['padded, one of four, and a blank too few', ['      😀'], 'line', undefined],
    ['padded, the first one of four, and a blank too few', ['      \u{10000}'], 'line', undefined],
    ['padded, after those of four', ['        \ue000'], 'line', '\ue000\nline'],
    ['padded, before those of four', ['        \ud7ff'], 'line', '\ud7ff\nline'],
  ])('%s', (_, lines, rest, comm) => expect(joinComm(lines, rest)).toBe(comm))
})
