import { type NewMark, RowMarks } from './marks.js'
import { parseOptions } from './options.js'
import { createShared, type Shared } from './shared.js'

const mark = (kind: NewMark['kind'], timeNs: number, more: Partial<NewMark> = {}): NewMark => ({
  ...{ kind, timeNs, text: undefined, count: 1, callchain: undefined },
  ...more,
})

/** What the row holds: kind, time and count of each, and what the chart counts of it. */
function told(marks: RowMarks, shared: Shared) {
  const list = marks.inOrder().map(({ kind, timeNs, count }) => `${kind} ${timeNs} ${count}`)
  return { list, marks: shared.marks, samples: shared.samples, callchains: shared.callchains.size }
}

function filled(items: readonly NewMark[], quanta: Partial<Shared> = {}) {
  const shared = Object.assign(createShared(parseOptions({})), quanta)
  const marks = new RowMarks()
  for (const item of items) marks.add(item, shared)
  return { marks, shared }
}

const MIXED = [
  mark('fork', 10, { callchain: ['f'] }),
  mark('sample', 20, { text: 'cycles', callchain: ['a'] }),
  mark('exec', 30),
  mark('sample', 40, { text: 'faults', count: 3, callchain: ['b'] }),
  mark('sample', 50, { text: 'cycles', callchain: ['a'] }),
]

describe('RowMarks', () => {
  test('keeps samples and others in order of time, and counts them apart', () => {
    const { marks, shared } = filled(MIXED)
    const list = ['fork 10 1', 'sample 20 1', 'exec 30 1', 'sample 40 3', 'sample 50 1']
    expect(told(marks, shared)).toEqual({ list, marks: 5, samples: 3, callchains: 3 })
    expect(marks.length).toBe(5)
  })

  test('joins a mark with one of its kind in the same quantum, though another came between', () => {
    const items = [mark('fork', 0), mark('exec', 1), mark('fork', 1_023), mark('fork', 1_024), mark('exec', 2_047)]
    const { marks, shared } = filled(items, { markQuantumNs: 1_024 })
    expect(told(marks, shared).list).toEqual(['fork 0 2', 'exec 1 1', 'fork 1024 1', 'exec 2047 1'])
  })

  test('joins samples of the same event only, by their own quantum', () => {
    const { marks, shared } = filled(MIXED, { sampleQuantumNs: 1_024 })
    expect(told(marks, shared)).toEqual({
      ...{ list: ['fork 10 1', 'sample 20 2', 'exec 30 1', 'sample 40 3'], marks: 4, samples: 2, callchains: 3 },
    })
  })

  test('other marks are joined whatever their text', () => {
    const items = [mark('event', 1, { text: 'disk R' }), mark('event', 2, { text: 'disk W' })]
    const { marks, shared } = filled(items, { markQuantumNs: 1_024 })
    expect(told(marks, shared).list).toEqual(['event 1 2'])
  })

  test('refolding joins what came one by one, and lets go of the callchains of those that were joined', () => {
    const { marks, shared } = filled([...MIXED, mark('sample', 60, { text: 'faults', callchain: ['c'] })])
    expect(shared.callchains.size).toBe(4)
    shared.sampleQuantumNs = 1_024
    marks.refold(shared)
    expect(told(marks, shared)).toEqual({
      ...{ list: ['fork 10 1', 'sample 20 2', 'exec 30 1', 'sample 40 4'], marks: 4, samples: 2, callchains: 3 },
    })
  })

  test('past the ceiling, a mark that cannot be joined is counted with all that it stands for', () => {
    const { marks, shared } = filled([mark('fork', 1)], { markCeiling: 2, markQuantumNs: 1_024 })
    for (const one of [mark('exec', 2), mark('exit', 3, { count: 5 }), mark('fork', 4)]) marks.add(one, shared)
    expect(told(marks, shared)).toEqual({ list: ['fork 1 2', 'exec 2 1'], marks: 2, samples: 0, callchains: 0 })
    expect([...shared.diagnostics.items()]).toMatchObject([{ code: 'TC_REDUCE_MARKS', count: 5 }])
  })

  test.each([
    [5, 0, ['fork 10 1', 'sample 20 1', 'exec 30 1', 'sample 40 3', 'sample 50 1'], 3, 3],
    [4, 1, ['fork 10 1', 'sample 20 1', 'exec 30 1', 'sample 40 3'], 2, 3],
    [3, 4, ['fork 10 1', 'sample 20 1', 'exec 30 1'], 1, 2],
    [2, 5, ['fork 10 1', 'exec 30 1'], 0, 1],
    [1, 6, ['fork 10 1'], 0, 1],
    [0, 7, [], 0, 0],
  ])(
    'limited to %d, it drops %d things, samples first and of each the last',
    (limit, count, list, samples, callchains) => {
      const { marks, shared } = filled(MIXED)
      expect(marks.limit(limit, shared)).toBe(count)
      expect(told(marks, shared)).toEqual({ list, marks: list.length, samples, callchains })
    },
  )

  test('when the row is not drawn, all go and are counted', () => {
    const { marks, shared } = filled(MIXED)
    marks.drop(shared)
    expect(told(marks, shared)).toEqual({ list: [], marks: 0, samples: 0, callchains: 0 })
    expect(shared.counters.marksLeftOut).toBe(5)
    marks.add(mark('fork', 99), shared)
    marks.drop(shared)
    expect(shared.counters.marksLeftOut).toBe(6)
  })
})
