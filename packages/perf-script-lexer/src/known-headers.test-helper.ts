import { skipBlanks } from './chars.js'
import type { HeaderLine } from './header-fields.js'
import { HeaderParser } from './header-line.js'
import { KnownHeaders } from './known-headers.js'
import { linesOf, readTestData } from './testing.test-helper.js'

/** Reads lines as the lexer does, and tells which of them were known. */
export function readWith(known: KnownHeaders) {
  const parser = new HeaderParser()
  return (line: string): { found: HeaderLine | undefined; parsed: HeaderLine | undefined } => {
    const found = known.find(line)
    const parsed = parser.parse(line, skipBlanks(line, 0))
    if (found === undefined && parsed !== undefined) {
      const comm = line.slice(parsed.commStart, parsed.commEnd)
      known.learn(line, parsed, {
        type: 'record',
        line: 1,
        comm: comm === '' ? null : comm,
        pid: null,
        tid: null,
        cpu: null,
        timeNs: null,
        event: line.slice(parsed.eventStart, parsed.eventEnd),
        payload: '',
      })
    }
    return { found, parsed }
  }
}

export function expectSame(line: string, found: HeaderLine, parsed: HeaderLine | undefined): void {
  const { commStart, commEnd, eventStart, eventEnd } = found
  expect({ line, ...found, comm: '', event: '' }).toEqual({ line, ...parsed })
  expect(found.comm).toBe(line.slice(commStart, commEnd))
  expect(found.event).toBe(line.slice(eventStart, eventEnd))
}

export function checkAgainstParser(name: string): void {
  const read = readWith(new KnownHeaders())
  for (const line of linesOf(readTestData(name).toString())) {
    const { found, parsed } = read(line)
    if (found !== undefined) expectSame(line, found, parsed)
  }
}
