import type { MarkItem, TimelineItem } from '@tc-stream/event-schema'
import { comm, exit, fork, marked, migrate, ofType, run, sample, story, sw, wake } from './testing.test-helper.js'

const marks = (items: readonly TimelineItem[], kind: MarkItem['kind']): string[] =>
  ofType(items, 'mark')
    .filter(item => item.kind === kind)
    .map(({ timeNs, comm: name, text }) => `${timeNs} ${name} ${text}`)

describe('migrations', () => {
  test('as sched_migrate_task tells, once, however the task then runs', () => {
    const items = run([
      sw(0, 0, 'idle', 'R', 'a'),
      sw(10, 0, 'a', 'S', 'idle'),
      migrate(20, 'a', 0, 2),
      wake(21, 0, 'idle', 'a'),
      migrate(25, 'a', 2, 1),
      sw(30, 1, 'idle', 'R', 'a'),
      migrate(31, 'a', 1, 1),
      sw(40, 1, 'a', 'S', 'idle'),
    ])
    expect(marks(items, 'migration')).toEqual(['20 a CPU 0 → 2', '25 a CPU 2 → 1'])
    expect(ofType(items, 'task')).toMatchObject([{ tid: 1, migrations: 2 }])
  })

  test('without it, where the task is first seen on another CPU, by a switch or by a header', () => {
    const items = run([
      sw(0, 0, 'idle', 'R', 'a'),
      sw(10, 0, 'a', 'S', 'idle'),
      wake(21, 0, 'idle', 'a'),
      sw(30, 1, 'idle', 'R', 'a'),
      sw(40, 1, 'a', 'S', 'idle'),
      sample(50, 0, 'a'),
      sw(60, 0, 'a', 'S', 'idle'),
    ])
    expect(marks(items, 'migration')).toEqual(['30 a CPU 0 → 1', '50 a CPU 1 → 0'])
  })

  test('a task that only a migration tells of has a row', () => {
    const items = run([sw(0, 0, 'idle', 'R', 'a'), migrate(10, 'b', 0, 1), sw(20, 0, 'a', 'S', 'idle')])
    expect(ofType(items, 'task').find(item => item.tid === 2)).toMatchObject({ migrations: 1, unknownNs: 20 })
  })
})

describe('events that a decoder from outside marks', () => {
  const callchain = ['ffff f ([kernel.kallsyms])']

  test('are told at the task that the header names', () => {
    const items = run([sw(0, 0, 'idle', 'R', 'a'), marked(5, 0, 'a', { callchain }), marked(7, 1, 'b')])
    expect(marks(items, 'event')).toEqual(['5 a disk W 8', '7 b disk W 8'])
    expect(ofType(items, 'mark')[0]).toMatchObject({ tid: 1, cpu: 0, callchain })
    expect(ofType(items, 'cpuMark')).toEqual([])
  })

  test('are told at the CPU while no task is on it, and nowhere without a CPU', () => {
    const items = run([
      sw(0, 0, 'a', 'S', 'idle'),
      marked(5, 0, 'idle', { callchain }),
      marked(6, 3, 'b', { tid: null }),
      marked(7, null, 'idle'),
    ])
    expect(ofType(items, 'mark')).toEqual([])
    expect(ofType(items, 'cpuMark')).toEqual([
      { type: 'cpuMark', cpu: 0, kind: 'event', timeNs: 5, text: 'disk W 8', callchain },
      { type: 'cpuMark', cpu: 3, kind: 'event', timeNs: 6, text: 'disk W 8' },
    ])
  })

  test('are told in a line, however much the decoder says', () => {
    const items = run([sw(0, 0, 'idle', 'R', 'a'), marked(5, 0, 'a', { text: 'x'.repeat(1000) })])
    expect(ofType(items, 'mark')[0]?.text).toBe(`${'x'.repeat(120)}…`)
  })
})

describe('samples', () => {
  test('are marks of their task, with event and callchain; the idle task has none', () => {
    const callchain = ['ffff f ([kernel.kallsyms])']
    const items = run([
      sample(0, 0, 'a', { callchain }),
      sw(10, 0, 'a', 'S', 'b'),
      sample(15, 0, 'b', { event: 'page-faults' }),
      sample(16, 1, 'idle'),
      sample(17, 0, 'b', { event: 'PERF_RECORD_SWITCH' }),
      sample(18, 0, 'b', { tid: null }),
      sw(20, 0, 'b', 'S', 'idle'),
    ])
    expect(marks(items, 'sample')).toEqual(['0 a cycles', '15 b page-faults'])
    expect(ofType(items, 'mark')[0]).toMatchObject({ tid: 1, cpu: 0, callchain })
    // A sample before the first switch is no reason to doubt that the task ran from the start.
    expect(story(items, 'a')).toEqual(['running 0-10 <?', 'sleeping 10-20 >'])
  })
})

describe('forks', () => {
  test('the child knows its parent, and that it began with the fork', () => {
    const items = run([
      sw(0, 0, 'idle', 'R', 'a'),
      fork(10, 'a', 'b'),
      wake(12, 0, 'a', 'b', 'new', { wakeeComm: 'a' }),
      sw(20, 0, 'a', 'S', 'b', { nextComm: 'a' }),
      comm(25, 'b', 'sh', true),
      sw(40, 0, 'b', 'S', 'idle', { prevComm: 'sh' }),
    ])
    const children = ofType(items, 'task').filter(item => item.tid === 2)
    expect(children).toMatchObject([
      { comm: 'a', startNs: 10, parentTid: 1, parentComm: 'a', born: true },
      { comm: 'sh', startNs: 20, parentTid: 1, parentComm: 'a' },
    ])
    expect(children[1]).not.toHaveProperty('born')
    expect(marks(items, 'fork')).toEqual(['10 a a:2'])
    expect(marks(items, 'exec')).toEqual(['25 sh sh'])
  })

  test('execs and exits are told once each, also where the task runs from one to the other', () => {
    const items = run([
      sw(0, 0, 'idle', 'R', 'b'),
      comm(10, 'b', 'env', true),
      comm(11, 'b', 'env', true),
      comm(20, 'b', 'sleep', true),
      comm(21, 'b', 'sleep', true),
      exit(30, 0, 'b'),
      exit(31, 0, 'b'),
      sw(40, 0, 'b', 'X', 'idle', { prevComm: 'sleep' }),
    ])
    expect([...marks(items, 'exec'), ...marks(items, 'exit')]).toEqual([
      '10 env env',
      '20 sleep sleep',
      '30 sleep undefined',
    ])
  })

  test('a task that was there before the trace has neither', () => {
    const [task] = ofType(run([sw(0, 0, 'idle', 'R', 'a'), sw(10, 0, 'a', 'S', 'idle')]), 'task')
    expect(task).not.toHaveProperty('born')
    expect(task).not.toHaveProperty('parentTid')
  })
})
