import { runStage } from '@tc-stream/event-schema'
import { createNdjsonParser } from './ndjson.js'
import { NDJSON_DIAGNOSTICS, type NdjsonDiagnosticCode } from './ndjson-diagnostics.js'

const TRACE = '{"type":"trace","schemaVersion":1,"originSeconds":0}\n'

/** For each code the lines that must be told under it. */
const TEXTS: Readonly<Record<NdjsonDiagnosticCode, string>> = {
  TC_NDJSON_NOT_JSON: `${TRACE}{"type":\n`,
  TC_NDJSON_BAD_ITEM: `${TRACE}{"type":"interval"}\n`,
  TC_NDJSON_LONG_LINE: `${TRACE}${' '.repeat(200)}\n`,
  TC_NDJSON_NO_TRACE: '{"type":"lost","cpu":0,"count":1,"timeNs":5}\n',
}

test.each(Object.keys(NDJSON_DIAGNOSTICS) as NdjsonDiagnosticCode[])('%s is told of lines that make it', code => {
  const parser = createNdjsonParser('timeline', { maxLineLength: 100 })
  const items = [...runStage(parser, [new TextEncoder().encode(TEXTS[code])])]
  expect(items.find(item => 'code' in item && item.code === code)).toMatchObject(NDJSON_DIAGNOSTICS[code])
})
