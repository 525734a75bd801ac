import { expectUnknownForm, normalize, normalizeOne, recordOf } from '../records.test.kit.js'

const SWITCH = 'sched:sched_switch'

/** Names as long as the kernel has any, and longer by one. */
const A15 = 'a'.repeat(15)
const B15 = 'b'.repeat(15)
const A16 = 'a'.repeat(16)
const B16 = 'b'.repeat(16)
const C16 = 'c'.repeat(16)

const before = 'prev_comm=a prev_pid=7 prev_prio=120 prev_state=S'
const after = 'next_comm=b next_pid=8 next_prio=120'

describe('fields of the kernel in another form are not guessed at', () => {
  test.each([
    ['no comm before', ` ${before.slice(11)} ==> ${after}`],
    ['something else for the comm before', `x${before} ==> ${after}`],
    ['another key for the tid before', `${before.replace('a prev_pid', ' prev_tid')} ==> ${after}`],
    ['no comm, and another key for the tid before', `${before.replace('a prev_pid', 'prev_tid')} ==> ${after}`],
    ['another key for the priority before', `${before.replace('_prio', '_nice')} ==> ${after}`],
    ['another key for the state', `${before.replace('_state', '_stats')} ==> ${after}`],
    ['another arrow', `${before} --> ${after}`],
    ['another key for the comm after', `${before} ==> ${after.replace('_comm', '_name')}`],
    ['the same, and more blanks', `${before}  ==>  ${after.replace('_comm', '_name')}`],
    ['no comm, and another key for the tid after', `${before} ==> ${after.replace('b next_pid', ' next_tid')}`],
    ['the same without a blank', `${before} ==> ${after.replace('b next_pid', 'next_tid')}`],
    ['another key for the priority after', `${before} ==> ${after.replace('_prio', '_nice')}`],
    ['a tid after that is no number', `${before} ==> ${after.replace('8', 'x')}`],
    ['another note of the same length', `FAILED TO PARSE: ${before} ${after}`],
    ['the note, and another key for the comm', `[FAILED TO PARSE] ${before.replace('_comm', '_name')} ${after}`],
  ])('%s', (_what, payload) => expectUnknownForm(SWITCH, payload))

  test('but blanks are none, and what a comm holds is no field', () => {
    const told = { prevComm: 'a', prevTid: 7, prevState: 'S', nextComm: 'b', nextTid: 8 }
    for (const note of ['[FAILED TO PARSE]', '[FAILED TO PARSE]   ']) {
      expect(normalizeOne(recordOf(SWITCH, `${note}${before} ${after}`))).toMatchObject(told)
    }
    const bait = `${before.replace('=a', '=a prev_pid=1')} ==> ${after.replace('=b', '=b next_pid=1')}`
    const comms = { prevComm: 'a prev_pid=1', nextComm: 'b next_pid=1' }
    expect(normalizeOne(recordOf(SWITCH, bait))).toMatchObject({ ...told, ...comms })
    const bare = `${before.replace('=a', '=')} ==> ${after.replace('=b', '=')}`
    expect(normalizeOne(recordOf(SWITCH, bare))).toMatchObject({ ...told, prevComm: '', nextComm: '' })
  })
})

describe('a line of the plugin in another form is not guessed at', () => {
  test.each([
    ['nothing before', ' ==> x:8 [120]'],
    ['nothing after', 'sh:7 [120] S ==> '],
    ['no state', 'sh:7 [120] ==> x:8 [120]'],
    ['a blank state', 'sh:7 [120]  ==> x:8 [120]'],
    ['a state of parentheses', 'sh:7 [120] () ==> x:8 [120]'],
    ['no brackets before', 'sh:7 120 S ==> x:8 [120]'],
    ['another closing bracket before', 'sh:7 [120) S ==> x:8 [120]'],
    ['another opening bracket before', 'sh:7 (120] S ==> x:8 [120]'],
    ['no blank before the bracket', 'sh:7_[120] S ==> x:8 [120]'],
    ['no tid and no blank', '[120] S ==> x:8 [120]'],
    ['no tid', ' [120] S ==> x:8 [120]'],
    ['no colon before', 'sh;7 [120] S ==> x:8 [120]'],
    ['only a tid before', '7 [120] S ==> x:8 [120]'],
    ['no priority after', 'sh:7 [120] S ==> x:8'],
    ['no colon after', 'sh:7 [120] S ==> x8 [120]'],
    ['another opening bracket after', 'sh:7 [120] S ==> x:8 (120]'],
    ['another closing bracket after', 'sh:7 [120] S ==> x:8 [120)'],
    ['no number in the brackets after', 'sh:7 [120] S ==> x:8 []'],
    ['another arrow, and one after all', 'a:1 [2] S --> b:3 [4] ==> x'],
  ])('%s', (_what, payload) => expectUnknownForm(SWITCH, payload))

  test.each(['(S', 'S)', '(D', 'D)'])('a state %s of one parenthesis is unknown', state => {
    const { events, codes } = normalize([recordOf(SWITCH, `sh:7 [120] ${state} ==> x:8 [120]`)])
    expect(events).toMatchObject([{ prevComm: 'sh', prevState: 'S', nextComm: 'x' }])
    expect(codes).toEqual({ TC_NORM_UNKNOWN_STATE: 1 })
  })
})

type Parts = [prevComm: string, prevTid: number, prevState: string, nextComm: string, nextTid: number]

describe('of several ways to read a line of the plugin', () => {
  test.each<[what: string, payload: string, parts: Parts]>([
    ['comms may be empty', ':7 [120] S ==> :8 [120]', ['', 7, 'S', '', 8]],
    ['an empty comm after "task"', 'task :7 [120] (S) ==> x:8 [120]', ['', 7, 'S', 'x', 8]],
    ['parentheses need no "task"', 'sh:7 [120] (D) ==> x:8 [120]', ['sh', 7, 'D', 'x', 8]],
    ['what follows is no comm', 'sh:7 [120] S ==> x:8 [120] and much more:9 [1]', ['sh', 7, 'S', 'x', 8]],
    ['a comm that is too long is taken', `sh:7 [120] S ==> ${B16}:8 [120]`, ['sh', 7, 'S', B16, 8]],
    [
      'the one with two comms that are short enough wins',
      `${A15}:1 [1] R ==> ${B15}:2 [1] S ==> ${C16}:3 [1]`,
      [A15, 1, 'R', B15, 2],
    ],
    ['also after "task"', `task ${A15}:1 [1] (R) ==> ${B15}:2 [1] (S) ==> ${C16}:3 [1]`, [A15, 1, 'R', B15, 2]],
    ['of two such ones the last', `p:1 [9] R ==> x:2 [1] S ==> ${B15}:3 [1]`, ['p:1 [9] R ==> x', 2, 'S', B15, 3]],
    ['a short comm before is not enough', `p:1 [9] R ==> x:2 [1] S ==> ${C16}:3 [1]`, ['p', 1, 'R', 'x', 2]],
    [
      'else the last, if all are too long',
      `${A16}:1 [1] R ==> ${B16}:2 [1] S ==> ${C16}:3 [1]`,
      [`${A16}:1 [1] R ==> ${B16}`, 2, 'S', C16, 3],
    ],
    [
      'if the comm before is short',
      `a:1 [1] R ==> ${B16}:2 [1] S ==> ${C16}:3 [1]`,
      [`a:1 [1] R ==> ${B16}`, 2, 'S', C16, 3],
    ],
    [
      'if the comm after is short',
      `${A16}:1 [1] R ==> b:2 [1] S ==> ${C16}:3 [1]`,
      [`${A16}:1 [1] R ==> b`, 2, 'S', C16, 3],
    ],
  ])('%s', (_what, payload, [prevComm, prevTid, prevState, nextComm, nextTid]) => {
    const told = { prevComm, prevTid, prevState, nextComm, nextTid }
    expect(normalizeOne(recordOf(SWITCH, payload))).toMatchObject(told)
  })
})
