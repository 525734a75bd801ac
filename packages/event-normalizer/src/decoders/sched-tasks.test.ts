import type { RecordItem } from '@tc-stream/event-schema'
import { expectUnknownForm, normalizeOne, recordOf } from '../records.test.kit.js'

const WAKEUP = 'sched:sched_wakeup'
const MIGRATE = 'sched:sched_migrate_task'
const FORK = 'sched:sched_process_fork'
const EXEC = 'sched:sched_process_exec'
const EXIT = 'sched:sched_process_exit'

/** A key of the same length as the right one, a number that is none, a name that is none. */
describe('fields in another form are not guessed at', () => {
  test.each([
    [WAKEUP, 'name=a pid=9 prio=120 target_cpu=1'],
    [WAKEUP, 'x pid=9 prio=120 target_cpu=1'],
    [WAKEUP, 'comm=a nice=1 pid=9'],
    [WAKEUP, 'comm=a pid=9 nice=120 target_cpu=1'],
    [WAKEUP, 'comm=a pid=9 prio=x target_cpu=1'],
    [WAKEUP, 'comm=a tid=9 prio=120 pid=x'],
    [WAKEUP, 'a:9 [120) CPU:001'],
    [WAKEUP, 'a:9 (120] CPU:001 [x'],
    [WAKEUP, 'a;9 [120] CPU:001'],
    [WAKEUP, 'a: [120] CPU:001'],
    [WAKEUP, ' [120] CPU:001'],
    [WAKEUP, '9 [120] CPU:001'],
    [MIGRATE, 'name=a pid=9 prio=120 orig_cpu=0 dest_cpu=1'],
    [MIGRATE, 'comm= tid=9 prio=120 orig_cpu=0 dest_cpu=1'],
    [MIGRATE, 'comm=a pid=x prio=120 orig_cpu=0 dest_cpu=1'],
    [MIGRATE, 'comm=a pid=9 nice=120 orig_cpu=0 dest_cpu=1'],
    [MIGRATE, 'comm=a pid=9 prio=120 from_cpu=0 dest_cpu=1'],
    [MIGRATE, 'comm=a pid=9 prio=120 orig_cpu=0 into_cpu=1'],
    [FORK, 'name=sh pid=7 child_comm=b child_pid=8'],
    [FORK, 'comm= tid=7 child_comm=b child_pid=8'],
    [FORK, 'comm=sh pid=7 child_name=b child_pid=8'],
    [FORK, 'comm=sh pid=7 child_comm=b child_pid=x'],
    [FORK, 'comm=sh child_pid=8 pid=7 child_comm=b'],
    [EXEC, 'pathname=/bin/ls pid=7 old_pid=7'],
    [EXEC, 'filename=/bin/ls pid=x old_pid=7'],
    [EXIT, 'name=sh pid=7 prio=120'],
    [EXIT, 'comm=sh pid=7 nice=120'],
    [EXIT, 'comm=sh tid=7 prio=120 pid=x'],
  ])('%s: %s', expectUnknownForm)
})

type Row = [what: string, event: string, payload: string, told: object, more?: Partial<RecordItem>]

const check = (rows: Row[]) =>
  test.each(rows)('%s', (...[, event, payload, told, more]) => {
    expect(normalizeOne(recordOf(event, payload, more))).toMatchObject(told)
  })

describe('a comm of nothing', () => {
  check([
    ['wakeup', WAKEUP, 'comm= pid=9 prio=120 target_cpu=1', { wakeeComm: '', wakeeTid: 9, targetCpu: 1 }],
    ['wakeup of the plugin', WAKEUP, ':9 [120] CPU:001', { wakeeComm: '', wakeeTid: 9, targetCpu: 1 }],
    ['migrate', MIGRATE, 'comm= pid=9 prio=120 orig_cpu=0 dest_cpu=1', { migratedComm: '', migratedTid: 9 }],
    ['fork', FORK, 'comm= pid=7 child_comm= child_pid=8', { parentTid: 7, childComm: '', childTid: 8 }],
    ['exec', EXEC, 'filename= pid=7 old_pid=7', { taskComm: '', taskTid: 7 }, { comm: null }],
    ['exit', EXIT, 'comm= pid=7 prio=120', { taskComm: '', taskTid: 7 }],
  ])
})

describe('a comm that begins like a line of kernels to 2.6.32', () => {
  const woken = { wakeeTid: 9, targetCpu: null }
  check([
    ['in a line of the plugin', WAKEUP, 'task a:9 [120] CPU:002', { wakeeComm: 'task a', targetCpu: 2 }],
    ['before another success', WAKEUP, 'task a:9 [120] success=2 [003]', { ...woken, wakeeComm: 'task a' }],
    ['before no CPU', WAKEUP, 'task a:9 [120] success=1 [x]', { ...woken, wakeeComm: 'task a' }],
    ['or does not', WAKEUP, 'perf:9 [120] success=1 [003]', { ...woken, wakeeComm: 'perf', targetCpu: 3 }],
  ])
})

describe('the process of a task is known where the header is about that task', () => {
  const other = { tid: 9, pid: 5, comm: 'x' }
  const own = { tid: 7, pid: 5, comm: 'sh' }
  const fork = 'comm=sh pid=7 child_comm=b child_pid=8'
  check([
    ['fork', FORK, fork, { parentPid: 5, ...own }, own],
    ['fork by another', FORK, fork, { parentPid: null, ...other }, other],
    ['exit', EXIT, 'comm=a pid=7 prio=120', { taskPid: 5, taskComm: 'a', ...own }, own],
    ['exit of another', EXIT, 'comm=a pid=7 prio=120', { taskPid: null, taskComm: 'a', ...other }, other],
    ['exec', EXEC, 'filename=/bin/ls pid=7 old_pid=7', { taskPid: 5, taskComm: 'sh', ...own }, own],
    ['exec of another', EXEC, 'filename=/bin/ls pid=7 old_pid=7', { taskPid: null, taskComm: 'ls', ...other }, other],
  ])
})

/** Of 15 bytes, by how many bytes a character has in UTF-8. */
describe('the comm of a file', () => {
  check(
    [
      ['\u007f', 15],
      ['\u0080', 7],
      ['\u07ff', 7],
      ['\u0800', 5],
      ['\uffff', 5],
      ['\u{10000}', 3],
      ['\u{10ffff}', 3],
    ].map(([char, fits]): Row => {
      const taskComm = String(char).repeat(Number(fits))
      const name = String(char).repeat(16)
      return [JSON.stringify(char), EXEC, `filename=/bin/${name} pid=9 old_pid=9`, { taskComm, taskTid: 9 }]
    }),
  )
  check([
    ['at the root', EXEC, 'filename=/init pid=1 old_pid=1', { taskComm: 'init' }],
    ['that is named without a directory', EXEC, 'filename=init pid=1 old_pid=1', { taskComm: 'init' }],
    ['that is named like a field', EXEC, 'filename=/a pid=3 pid=1 old_pid=1', { taskTid: 1, taskComm: 'a pid=3' }],
  ])
})
