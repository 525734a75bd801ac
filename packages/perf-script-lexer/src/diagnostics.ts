import type { DiagnosticRule } from '@tc-stream/event-schema'

/** Everything the lexer can have to say about its input. */
export const LEXER_DIAGNOSTICS = {
  TC_LEX_UNKNOWN_LINE: {
    severity: 'warning',
    meaning: 'a line is neither a record nor a part of one',
    advice: 'see the sample; is the input the output of perf script, or of trace-cmd report?',
  },
  TC_LEX_ORPHAN_FRAME: {
    severity: 'warning',
    meaning: 'a callchain frame stands outside any record',
    advice: 'the text was cut or edited',
  },
  TC_LEX_STRAY_STACK: {
    severity: 'info',
    meaning: 'a line of a stack of ftrace that does not belong to the event before it on its CPU was left out',
  },
  TC_LEX_LINE_TOO_LONG: {
    severity: 'warning',
    meaning: 'a line is longer than the limit and was skipped',
    advice: 'raise maxLineLength if such lines are real',
  },
  TC_LEX_LOST_CHUNKS: {
    severity: 'warning',
    meaning: 'perf says that it lost events while recording',
    advice: 'record with a larger buffer (perf record -m)',
  },
  TC_LEX_LOST_EVENTS: {
    severity: 'warning',
    meaning: 'ftrace says that it lost events of a CPU',
    advice: 'record with a larger buffer (trace-cmd record -b)',
  },
  TC_LEX_NO_RECORDS: {
    severity: 'warning',
    meaning: 'the input holds no record',
    advice: 'pipe the output of perf script, or of trace-cmd report, into tc-stream',
  },
  TC_LEX_NO_TIME: {
    severity: 'warning',
    meaning: 'a record has no time',
    advice: 'print the time: perf script -F +time',
  },
  TC_LEX_NO_CPU: {
    severity: 'info',
    meaning: 'a record names no CPU',
    advice: 'record with -a or --sample-cpu, print it with perf script -F +cpu',
  },
  TC_LEX_TIME_RANGE: {
    severity: 'warning',
    meaning: 'a time is more than 52 days from the first one, too far to be told to the nanosecond, and was dropped',
  },
  TC_LEX_HELD_DROPPED: {
    severity: 'warning',
    meaning: 'too many side-band records come before the first time; those beyond the limit were dropped',
    advice: 'raise maxHeldRecords',
  },
  TC_LEX_CALLCHAIN_CUT: {
    severity: 'warning',
    meaning: 'a callchain has more frames than the limit; its outermost frames were dropped',
    advice: 'raise maxCallchainDepth',
  },
  TC_LEX_LONG_FRAME: {
    severity: 'info',
    meaning: 'a frame is longer than any that is kept whole; its middle was left out',
  },
  TC_LEX_TABLE_CLEARED: {
    severity: 'info',
    meaning: 'a table of equal names, frames or callchains was full and began anew; nothing is lost but memory',
  },
  TC_LEX_EXTRA_LINE: {
    severity: 'info',
    meaning: 'a line that adds to a frame or a record (source line, registers, branch stack) was skipped',
  },
  TC_LEX_NOISE: {
    severity: 'info',
    meaning: "a message of perf's stands between the records",
    advice: 'do not merge stderr into the input (2>&1)',
  },
} as const satisfies Record<string, DiagnosticRule>

export type LexerCode = keyof typeof LEXER_DIAGNOSTICS
