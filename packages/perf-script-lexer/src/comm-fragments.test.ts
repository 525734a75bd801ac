import { createDiagnostics } from '@tc-stream/event-schema'
import { CommFragments } from './comm-fragments.js'
import { MAX_COMM_LINES } from './continuation.js'
import { createLexerCounters } from './counters.js'
import { LEXER_DIAGNOSTICS } from './diagnostics.js'

function createFragments() {
  const counters = createLexerCounters()
  const diagnostics = createDiagnostics(LEXER_DIAGNOSTICS)
  const fragments = new CommFragments(counters, diagnostics)
  const add = (...lines: string[]) => {
    for (const line of lines) {
      counters.lines++
      fragments.add(line)
    }
  }
  return { counters, diagnostics, fragments, add }
}

describe('lines that may begin a comm', () => {
  test('are joined with the rest, and counted as such', () => {
    const { fragments, counters, add } = createFragments()
    expect(fragments.isEmpty).toBe(true)
    add('a', 'b')
    expect([fragments.isEmpty, counters.unknownLines]).toEqual([false, 0])
    expect(fragments.join('c')).toBe('a\nb\nc')
    expect(fragments.isEmpty).toBe(true)
    expect(counters).toMatchObject({ joinedLines: 2, unknownLines: 0 })
  })

  test('are unknown where they make no comm with the rest, each by its number', () => {
    const { fragments, counters, diagnostics, add } = createFragments()
    add('0123456789', 'b')
    expect(fragments.join('0123456789')).toBeUndefined()
    expect(fragments.isEmpty).toBe(true)
    expect(counters).toMatchObject({ joinedLines: 0, unknownLines: 2 })
    expect(diagnostics.items()).toMatchObject([
      { code: 'TC_LEX_UNKNOWN_LINE', line: 1, sample: '0123456789', count: 2 },
    ])
  })

  test('are 16 characters long at most; a longer line is unknown, and so are those before it', () => {
    const { fragments, counters, diagnostics, add } = createFragments()
    add('x'.repeat(16))
    expect([fragments.isEmpty, counters.unknownLines]).toEqual([false, 0])
    add('x'.repeat(17))
    expect([fragments.isEmpty, counters.unknownLines]).toEqual([true, 2])
    expect(diagnostics.items()).toMatchObject([{ line: 1, sample: 'x'.repeat(16) }])
    fragments.refuse()
    expect(counters.unknownLines).toBe(2)
  })

  test('of which a longer one came first, that one is told', () => {
    const { diagnostics, add } = createFragments()
    add('x'.repeat(17), 'x')
    expect(diagnostics.items()).toMatchObject([{ line: 1, sample: 'x'.repeat(17), count: 1 }])
  })

  test('are so many at most; with one more all before it are unknown', () => {
    const { fragments, counters, add } = createFragments()
    add(...Array.from({ length: MAX_COMM_LINES }, () => ''))
    expect(counters.unknownLines).toBe(0)
    add('x')
    expect([fragments.isEmpty, counters.unknownLines]).toEqual([false, MAX_COMM_LINES])
    expect(fragments.join('y')).toBe('x\ny')
  })
})
