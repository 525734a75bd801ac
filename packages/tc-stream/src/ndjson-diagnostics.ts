import type { DiagnosticRule } from '@tc-stream/event-schema'

/** What a line of NDJSON can get wrong. The line is left out, the stream goes on. */
export const NDJSON_DIAGNOSTICS = {
  TC_NDJSON_NOT_JSON: {
    severity: 'warning',
    meaning: 'a line is not JSON; left out',
    advice: 'the input of --from-format is what --format wrote, one object per line',
  },
  TC_NDJSON_BAD_ITEM: {
    severity: 'warning',
    meaning: 'a line is not an item of this seam; left out',
    advice: 'check that --from-format names the seam that the lines were written at',
  },
  TC_NDJSON_LONG_LINE: {
    severity: 'warning',
    meaning: 'a line is longer than any item can be; left out',
  },
  TC_NDJSON_NO_TRACE: {
    severity: 'warning',
    meaning: 'the first item is not the trace item; times count from 0',
    advice: 'begin with {"type":"trace","schemaVersion":1,"originSeconds":0}',
  },
} as const satisfies Record<string, DiagnosticRule>

export type NdjsonDiagnosticCode = keyof typeof NDJSON_DIAGNOSTICS
