import { accountedLines, createLexerCounters, type LexerCounters } from './counters.js'

const NAMES = Object.keys(createLexerCounters()) as (keyof LexerCounters)[]
/** Those that tell more of lines that are in another one, or of what was dropped. */
const NO_LINES = ['lines', 'sideBand', 'untimed', 'heldDropped', 'framesDropped', 'framesClipped', 'tablesCleared']

test('all begin with 0', () => expect(new Set(Object.values(createLexerCounters()))).toEqual(new Set([0])))

test.each(NAMES)('%s is added to the lines accounted for, if it counts lines of its own', name => {
  expect(accountedLines({ ...createLexerCounters(), [name]: 3 })).toBe(NO_LINES.includes(name) ? 0 : 3)
})
