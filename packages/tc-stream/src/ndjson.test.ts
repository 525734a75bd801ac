import { type DiagnosticItem, runStage, SEAM_NAMES, type SeamName } from '@tc-stream/event-schema'
import fc from 'fast-check'
import { createNdjsonParser, encodeNdjson, type Item } from './ndjson.js'

const trace = { type: 'trace', schemaVersion: 1, originSeconds: 443 }
const task = { taskId: 1, tid: 10, pid: 10, comm: 'naïve 名前' }
const interval = { type: 'interval', ...task, state: 'running', cpu: 0, startNs: 1, endNs: 5 }
const end = { type: 'end', startNs: 1, endNs: 5, events: 2 }

function parse(text: string, seam: SeamName = 'timeline', cuts: number[] = []): Item[] {
  const bytes = new TextEncoder().encode(text)
  const points = [...new Set(cuts.map(cut => cut % (bytes.length + 1)))].sort((a, b) => a - b)
  const chunks = [0, ...points].map((from, index) => bytes.subarray(from, points[index]))
  return [...runStage(createNdjsonParser(seam), chunks)]
}

const codes = (items: Item[]) =>
  items.filter(item => item.type === 'diagnostic').map(item => (item as DiagnosticItem).code)

describe('NDJSON', () => {
  test('comes back as it was written', () => {
    const items = [trace, interval, end]
    expect(parse(encodeNdjson(items))).toEqual(items)
  })

  test('however it is cut, with and without a last newline', () => {
    const items = [trace, interval, { ...interval, startNs: 5, endNs: 9 }, end]
    const text = encodeNdjson(items)
    fc.assert(
      fc.property(fc.array(fc.nat(), { maxLength: 12 }), fc.boolean(), (cuts, whole) => {
        expect(parse(whole ? text : text.slice(0, -1), 'timeline', cuts)).toEqual(items)
      }),
    )
  })

  test('bad lines are counted with their place, and told before the last item', () => {
    const bad = `{"type":"interval","tid":"x"}\nnot json\n\n{"type":"interval"\n`
    const items = parse(`${encodeNdjson([trace])}${bad}${encodeNdjson([interval, end])}`)
    expect(items.map(item => item.type)).toEqual(['trace', 'interval', 'diagnostic', 'diagnostic', 'end'])
    expect(items).toContainEqual(
      expect.objectContaining({ code: 'TC_NDJSON_NOT_JSON', count: 2, line: 3, sample: 'not json' }),
    )
    expect(items).toContainEqual(expect.objectContaining({ code: 'TC_NDJSON_BAD_ITEM', count: 1, line: 2 }))
  })

  test('what ends before it begins is no item', () => {
    const items = parse(encodeNdjson([trace, { ...interval, startNs: 9, endNs: 8 }, interval, end]))
    expect(items.map(item => item.type)).toEqual(['trace', 'interval', 'diagnostic', 'end'])
    expect(items[2]).toMatchObject({
      code: 'TC_NDJSON_BAD_ITEM',
      line: 2,
      sample: expect.stringMatching(/^endNs: before/),
    })
  })

  test('fields that are not known pass through', () => {
    const items = [trace, { ...interval, note: 'mine' }]
    expect(parse(encodeNdjson(items))).toEqual(items)
    expect(parse('{"type":"trace","originSeconds":443}')).toEqual([trace])
  })

  test('without a trace item, times count from 0', () => {
    const items = parse(encodeNdjson([interval]))
    expect(items.map(item => item.type)).toEqual(['trace', 'interval', 'diagnostic'])
    expect(codes(items)).toEqual(['TC_NDJSON_NO_TRACE'])
  })

  test.each(SEAM_NAMES)('another schema version of %s ends the stream', seam => {
    expect(() => parse(encodeNdjson([{ ...trace, schemaVersion: 2 }]), seam)).toThrow(
      'line 1: this NDJSON is of schema version 2; this tc-stream reads version 1',
    )
  })

  test('a line without end is dropped at the limit', () => {
    const parser = createNdjsonParser('timeline', { maxLineLength: 200 })
    const encode = (text: string) => new TextEncoder().encode(text)
    const chunks = [
      encodeNdjson([trace]),
      ...Array.from({ length: 50 }, () => 'x'.repeat(100)),
      '\n',
      encodeNdjson([end]),
    ]
    const items = [...runStage(parser, chunks.map(encode))]
    expect(items.map(item => item.type)).toEqual(['trace', 'diagnostic', 'end'])
    expect(items[1]).toMatchObject({ code: 'TC_NDJSON_LONG_LINE', count: 1, line: 2 })
  })
})
