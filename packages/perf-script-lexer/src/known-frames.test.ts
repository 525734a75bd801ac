import type { RecordItem } from '@tc-stream/event-schema'
import { LAYOUTS, lexText, readTestData } from './testing.test-helper.js'

/** All that does not depend on where a record stands. */
function contentOf({ line: _line, timeNs: _timeNs, ...content }: RecordItem): object {
  return content
}

test.each(LAYOUTS)('%s: what was read before is read as it was the first time', name => {
  // A byte order mark stands at the start of a text only.
  const text = `${readTestData(name).toString().replace('\uFEFF', '')}\n\n`
  const once = lexText(text)
  const often = lexText(text.repeat(4))
  const { length } = once.records
  expect(often.records).toHaveLength(4 * length)
  for (const at of [1, 2, 3]) {
    const again = often.records.slice(at * length, (at + 1) * length)
    expect(again.map(contentOf)).toEqual(once.records.map(contentOf))
  }
  expect(often.lexer.counters.frames).toBe(4 * once.lexer.counters.frames)
  expect(often.lexer.counters.unknownLines).toBe(4 * once.lexer.counters.unknownLines)
})

test('a frame line counts as an orphan wherever no record is open, known or not', () => {
  const frame = '\tffffffff821facd8 __schedule+0x618 ([kernel.kallsyms])'
  const header = 'sh  7 [000]  1.000001: cpu-clock: '
  const { lexer, records } = lexText([header, frame, '', header, frame, '', frame, header, frame, frame].join('\n'))
  expect(records.map(record => record.callchain?.length)).toEqual([1, 1, 2])
  expect(lexer.counters.orphanFrames).toBe(1)
})
