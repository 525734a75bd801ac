import { expectUnknownForm, normalizeOne, recordOf } from '../records.test.kit.js'

const COMM = 'PERF_RECORD_COMM'
const FORK = 'PERF_RECORD_FORK'
const EXIT = 'PERF_RECORD_EXIT'
const LOST = 'PERF_RECORD_LOST'

describe('records in another form are not guessed at', () => {
  test.each([
    [COMM, '12'],
    [COMM, ': '],
    [COMM, '7/8'],
    [COMM, 'init:7'],
    [COMM, 'init:x/8'],
    [COMM, 'init:7/'],
    [COMM, 'init:7/8x'],
    [COMM, 'init:7/x'],
    [COMM, 'init:/8'],
    [FORK, '(1:2)'],
    [FORK, 'x(8:8):(7:7)'],
    [FORK, '(8:8):(7:x)'],
    [EXIT, '(1:2)'],
    [EXIT, '(x:8):(7:7)'],
    [LOST, 'abc12'],
    [LOST, 'gone 12'],
    [LOST, 'lost some'],
  ])('%s %s', expectUnknownForm)
})

test.each<[event: string, payload: string, told: object]>([
  [COMM, 'init:1/2 \r\n', { type: 'comm', taskComm: 'init', taskPid: 1, taskTid: 2 }],
  [COMM, 'exec: :1/2', { type: 'comm', taskComm: '', exec: true, taskTid: 2 }],
  [COMM, 'exec:1/2', { type: 'comm', taskComm: 'exec', exec: false, taskTid: 2 }],
  [COMM, 'a/b:c/d:1/2', { type: 'comm', taskComm: 'a/b:c/d', taskTid: 2 }],
  [FORK, ' (8:9):(6:7)', { type: 'fork', childPid: 8, childTid: 9, parentPid: 6, parentTid: 7 }],
  [FORK, '(1:2):(-1:-1)', { type: 'fork', childPid: 1, childTid: 2, parentPid: -1, parentTid: -1 }],
  [EXIT, '(5:7):(3:3)', { type: 'exit', taskPid: 5, taskTid: 7, taskComm: 'sh', tid: 7 }],
  // What the header says is true of the task on the CPU only.
  [EXIT, '(5:9):(3:3)', { type: 'exit', taskPid: 5, taskTid: 9, taskComm: null, tid: 7, comm: 'sh' }],
  [LOST, 'lost 12', { type: 'lost', count: 12, timeNs: 1_000 }],
  [LOST, '  lost   3 events', { type: 'lost', count: 3 }],
  [LOST, 'lost 0', { type: 'lost', count: 0 }],
])('%s %j', (event, payload, told) => {
  expect(normalizeOne(recordOf(event, payload))).toMatchObject(told)
})
