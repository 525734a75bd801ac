import { createDiagnostics, type PerfRecord, type RecordItem } from '@tc-stream/event-schema'
import { createLexerCounters } from './counters.js'
import { LEXER_DIAGNOSTICS } from './diagnostics.js'
import { OriginGate } from './origin-gate.js'
import { StackQueue } from './stack-queue.js'
import { TraceFacts } from './trace-facts.js'

function createQueue() {
  const gate = new OriginGate(10, new TraceFacts(), createLexerCounters(), createDiagnostics(LEXER_DIAGNOSTICS))
  gate.open(0, () => {})
  const queue = new StackQueue(gate)
  const out: number[] = []
  const emit = (item: PerfRecord) => out.push((item as RecordItem).line)
  return {
    queue,
    emit,
    /** The lines of what came out since the last call. */
    taken: () => out.splice(0),
    pass: (...records: RecordItem[]) => {
      for (const record of records) queue.pass(record, false, emit)
    },
  }
}

const record = (line: number, cpu: number | null, payload = '', tid = 7): RecordItem => ({
  ...{ type: 'record', line, comm: 'sh', pid: null, tid, cpu, timeNs: 0, event: 'x', payload },
})

describe('a queue for stacks', () => {
  test('holds nothing back as long as no stack was met', () => {
    const { pass, taken, queue } = createQueue()
    pass(record(1, 0), record(2, 1))
    expect(taken()).toEqual([1, 2])
    expect(queue.find(7, 1)).toBeUndefined()
  })

  test('lets a record go when another one of its CPU comes, and what waited behind it as well', () => {
    const { pass, taken, queue } = createQueue()
    queue.activate()
    pass(record(1, 0), record(2, 1), record(3, 2))
    expect(taken()).toEqual([])
    pass(record(4, 1))
    expect(taken()).toEqual([])
    pass(record(5, 0))
    expect(taken()).toEqual([1, 2])
    pass(record(6, 0))
    expect(taken()).toEqual([])
    pass(record(7, 2))
    expect(taken()).toEqual([3])
  })

  test('lets a record go at once that has its stack or no CPU', () => {
    const { pass, taken, queue } = createQueue()
    queue.activate()
    pass({ ...record(1, 0), callchain: ['f'] }, record(2, null))
    expect(taken()).toEqual([1, 2])
    // It is no longer counted among those of its CPU.
    pass(record(3, 0), record(4, null))
    expect(taken()).toEqual([])
  })

  test('finds the last record of a CPU, if it is of the task and lacks a stack', () => {
    const { pass, queue } = createQueue()
    queue.activate()
    pass(record(1, 0), record(2, 1), record(3, 2), record(4, 1, '', 8))
    expect(queue.find(7, 0)?.line).toBe(1)
    expect(queue.find(8, 0)).toBeUndefined()
    expect([queue.find(8, 1)?.line, queue.find(7, 1)]).toEqual([4, undefined])
    expect(queue.find(7, 3)).toBeUndefined()
    const found = queue.find(7, 2) as RecordItem
    found.callchain = ['f']
    expect(queue.find(7, 2)).toBeUndefined()
  })

  test('holds 256 records, and no more', () => {
    const { pass, taken, queue } = createQueue()
    queue.activate()
    for (let line = 1; line <= 256; line++) pass(record(line, line))
    expect(taken()).toEqual([])
    pass(record(257, 257))
    expect(taken()).toEqual([1])
    pass(record(258, 258))
    expect(taken()).toEqual([2])
  })

  test('holds payloads of 4 M characters, and no more', () => {
    const { pass, taken, queue } = createQueue()
    queue.activate()
    const quarter = 'x'.repeat(1 << 20)
    for (const line of [1, 2, 3, 4]) pass(record(line, line, quarter))
    expect(taken()).toEqual([])
    pass(record(5, 5, 'x'))
    expect(taken()).toEqual([1])
    pass(record(6, 6, 'x'.repeat((1 << 20) - 1)))
    expect(taken()).toEqual([])
    pass(record(7, 7, 'x'))
    expect(taken()).toEqual([2])
  })

  test('hands on all it holds at the end, in the order of the text', () => {
    const { pass, taken, queue, emit } = createQueue()
    queue.activate()
    pass(record(1, 0), record(2, 1))
    queue.drain(emit)
    expect(taken()).toEqual([1, 2])
    pass(record(3, 0))
    expect(taken()).toEqual([])
    queue.drain(emit)
    queue.drain(emit)
    expect(taken()).toEqual([3])
  })
})
