import { createDiagnostics, type PerfRecord, type RecordItem } from '@tc-stream/event-schema'
import { createLexerCounters } from './counters.js'
import { LEXER_DIAGNOSTICS } from './diagnostics.js'
import { MAX_HELD_TEXT, OriginGate } from './origin-gate.js'
import { TraceFacts } from './trace-facts.js'

function createGate(limit: number) {
  const counters = createLexerCounters()
  const diagnostics = createDiagnostics(LEXER_DIAGNOSTICS)
  const gate = new OriginGate(limit, new TraceFacts(), counters, diagnostics)
  const out: (number | string)[] = []
  const emit = (item: PerfRecord) => out.push(item.type === 'record' ? item.line : item.type)
  const pass = (record: RecordItem, isSideBand = false) => gate.pass(record, isSideBand, emit)
  return { gate, counters, diagnostics, emit, pass, taken: () => out.splice(0) }
}

const record = (line: number, payload = ''): RecordItem => ({
  ...{ type: 'record', line, comm: null, pid: null, tid: null, cpu: null, timeNs: null, event: 'x', payload },
})

describe('the gate before the first time', () => {
  test('holds records, and hands out the trace item before them', () => {
    const { gate, pass, taken, emit } = createGate(3)
    for (const line of [1, 2, 3]) pass(record(line), line === 2)
    expect([taken(), gate.originSeconds]).toEqual([[], undefined])
    gate.open(5, emit)
    expect([taken(), gate.originSeconds]).toEqual([['trace', 1, 2, 3], 5])
    pass(record(4))
    expect(taken()).toEqual([4])
  })

  test('opens once', () => {
    const { gate, taken, emit } = createGate(3)
    gate.open(5, emit)
    gate.open(6, emit)
    expect([taken(), gate.originSeconds]).toEqual([['trace'], 5])
    expect([...gate.drain(7)]).toEqual([])
  })

  test('drops a side-band record beyond the limit, and tells which was the first', () => {
    const { gate, pass, taken, emit, counters, diagnostics } = createGate(1)
    for (const line of [1, 2, 3]) pass(record(line), true)
    expect(counters.heldDropped).toBe(2)
    expect(diagnostics.items()).toMatchObject([{ code: 'TC_LEX_HELD_DROPPED', line: 2, count: 2 }])
    gate.open(0, emit)
    expect(taken()).toEqual(['trace', 1])
  })

  test('opens for a sample beyond the limit', () => {
    const { gate, pass, taken, counters } = createGate(1)
    pass(record(1), true)
    pass(record(2))
    expect([taken(), gate.originSeconds, counters.heldDropped]).toEqual([['trace', 1, 2], 0, 0])
  })

  test('counts the text of payloads and callchains, up to its limit', () => {
    const { pass, counters } = createGate(10)
    const half = 'x'.repeat(MAX_HELD_TEXT / 2)
    pass(record(1, half), true)
    pass({ ...record(2, half.slice(3)), callchain: ['a', 'bc'] }, true)
    expect(counters.heldDropped).toBe(0)
    pass(record(3), true)
    expect(counters.heldDropped).toBe(0)
    pass(record(4, 'x'), true)
    expect(counters.heldDropped).toBe(1)
    pass({ ...record(5), callchain: ['x'] }, true)
    expect(counters.heldDropped).toBe(2)
  })
})
