import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import type { ChartHeadItem, DiagnosticItem } from '@tc-stream/event-schema'
import { parseOptions } from './options.js'
import { describe as describeProgress, startProgress } from './progress.js'
import { createReport, MAX_EVENT_NAMES, watchItem } from './report.js'
import { onSignals } from './signals.js'
import { refuseUnknown } from './strict.js'
import { diagnosticLine, nothingSelected, nothingToDraw, summaryLines } from './summary.js'
import { createPalette, useColor, useProgress } from './terminal.js'

const plain = createPalette(false)
const unknownLine: DiagnosticItem = {
  type: 'diagnostic',
  code: 'TC_LEX_UNKNOWN_LINE',
  severity: 'warning',
  meaning: 'a line is none of perf script',
  count: 3,
  line: 1_017,
  sample: '\x1b[31mred',
}
const head: ChartHeadItem = {
  type: 'chart',
  startNs: 0,
  endNs: 2_311_701_000,
  quantumNs: 0,
  rows: 31,
  elements: 4_120,
  foldedIntervals: 0,
  tasks: 64,
  tasksDrawn: 27,
  tasksGrouped: 0,
  tasksLeftOut: 33,
  leftOutRunningNs: 5,
  thresholdNs: 10_000_000,
  unknownNs: 0,
  inferredNs: 0,
  taskNs: 1_000_000,
  events: 2_062,
}
const facts = {
  from: 'text',
  to: 'svg',
  lines: 18_606,
  writtenBytes: 412_345,
  damage: undefined,
  inputMessages: [],
} as const

function drawnReport(change: Partial<ChartHeadItem> = {}) {
  const report = createReport()
  for (let index = 0; index < 2_062; index++) watchItem(report, 'records', { type: 'record', event: 'x' }, 'text')
  watchItem(report, 'chart', { ...head, ...change }, 'text')
  for (let index = 0; index < 4; index++) watchItem(report, 'chart', { type: 'row', kind: 'cpu' }, 'text')
  return report
}

describe('the closing summary', () => {
  test('says what was read, drawn, left out and not understood', () => {
    expect(summaryLines(drawnReport(), facts, plain)).toEqual([
      'tc-stream: read 18,606 lines, 2,062 events (2.31 s of trace, 4 CPUs, 64 tasks); ' +
        'drew 31 rows, 4,120 elements (412 kB); 33 tasks below 10 ms left out; 0 lines not understood',
    ])
  })

  test('says what became of the timeline where nothing was drawn', () => {
    const report = createReport()
    watchItem(report, 'timeline', { type: 'interval' }, 'text')
    expect(summaryLines(report, { ...facts, to: 'summary' }, plain)[0]).toContain('; summed up 1 item (412 kB); ')
    expect(summaryLines(report, { ...facts, to: 'chrome-trace' }, plain)[0]).toContain(
      '; wrote a trace of 1 item (412 kB)',
    )
  })

  test('says what was folded and what is uncertain', () => {
    const report = drawnReport({ quantumNs: 4_000, foldedIntervals: 12_345, inferredNs: 31_000, unknownNs: 500 })
    expect(summaryLines(report, facts, plain)[0]).toContain(
      '; 12,345 intervals shorter than 4 µs folded; 3.1 % inferred and < 0.1 % unknown of task time;',
    )
  })

  test('tells each diagnostic in one line that cannot drive the terminal', () => {
    const report = drawnReport()
    watchItem(report, 'records', { ...unknownLine, code: 'TC_X_INFO', severity: 'info', count: 1 } as never, 'text')
    watchItem(report, 'records', unknownLine, 'text')
    const [first, ...rest] = summaryLines(report, facts, plain)
    expect(first).toContain('; 3 lines not understood')
    expect(rest).toEqual([
      '  TC_LEX_UNKNOWN_LINE ×3, first in line 1,017: a line is none of perf script: "\\x1b[31mred"',
      expect.stringContaining('TC_X_INFO ×1'),
    ])
  })

  test('tells of a cut input, and of NDJSON', () => {
    const lines = summaryLines(
      drawnReport(),
      { ...facts, to: 'records', damage: 'a\x1b.gz: the compressed data ends too early' },
      plain,
    )
    expect(lines[0]).toContain('; wrote 2,062 items of records (412 kB);')
    expect(lines[1]).toContain('a\\x1b.gz: the compressed data ends too early')
  })
})

test('an advice names the options of the command line, where there are such', () => {
  const told = (advice: string) =>
    diagnosticLine({ ...unknownLine, sample: undefined, advice } as DiagnosticItem, plain)
  expect(told('raise maxElements, or lower maxRows or worst')).toContain(
    ' (raise --max-elements, or lower --max-rows or --worst)',
  )
  for (const advice of ['raise maxGroups', 'ask for fewer of the worst (--worst)', 'raise --max-rows']) {
    expect(told(advice)).toContain(` (${advice})`)
  }
})

describe('nothing to draw', () => {
  test('says what was found and what to record', () => {
    const report = createReport()
    for (let index = 0; index < 1_200; index++)
      watchItem(report, 'records', { type: 'record', event: 'cycles' }, 'text')
    watchItem(report, 'records', { type: 'record', event: 'page-\x1bfaults' }, 'text')
    watchItem(report, 'events', { type: 'sample' }, 'text')
    expect(report.drawable).toBe(false)
    const text = nothingToDraw(report, 'events', 1_201)
    expect(text).toContain('no scheduler, power or I/O event among 1,201 events')
    expect(text).toContain('found: 1,200 cycles, 1 page-\\x1bfaults\n')
    expect(text).toContain('perf record -a -g -e sched:sched_switch')
  })

  test('says that nothing at all was there, or nothing that is an event', () => {
    expect(nothingToDraw(createReport(), 'events', 0)).toContain('the input is empty')
    const report = createReport()
    watchItem(report, 'records', unknownLine, 'text')
    expect(nothingToDraw(report, 'events', 3)).toContain('no event in 3 lines, 3 not understood')
  })

  test('says what was odd, and does not ask for a recording that is there', () => {
    const report = createReport()
    watchItem(report, 'records', { type: 'record', event: 'sched:sched_switch' }, 'text')
    watchItem(
      report,
      'events',
      { ...unknownLine, code: 'TC_NORM_NO_TIME', meaning: 'no time' } as DiagnosticItem,
      'text',
    )
    expect(nothingToDraw(report, 'events', 1).split('\n')).toEqual([
      'nothing to draw: no event with its time among 1 event',
      '  found: 1 sched:sched_switch',
      '  TC_NORM_NO_TIME ×3, first in line 1,017: no time: "\\x1b[31mred"',
      '  Print the time of each event: perf script -F +time',
    ])
  })

  test('says where the trace runs when the window misses it', () => {
    const report = createReport()
    watchItem(report, 'records', { type: 'trace', originSeconds: 443 } as never, 'text')
    watchItem(report, 'events', { type: 'switch', timeNs: 100_200_300 }, 'events')
    watchItem(report, 'events', { type: 'switch', timeNs: 2_000_000_001 }, 'events')
    expect(nothingSelected(report, parseOptions(['--from', '9']))).toContain(
      'the trace runs from 443.100200300 to 445.000000001',
    )
  })

  test('the names that are counted are bounded', () => {
    const report = createReport()
    for (let index = 0; index < 2 * MAX_EVENT_NAMES; index++) {
      watchItem(report, 'records', { type: 'record', event: `event${index}` }, 'text')
    }
    expect(report.eventNames.size).toBe(MAX_EVENT_NAMES + 1)
    expect(report.eventNames.get('other events')).toBe(MAX_EVENT_NAMES)
  })
})

test('what perf synthesizes does not stretch the trace', () => {
  const report = createReport()
  watchItem(report, 'records', { type: 'record', event: 'PERF_RECORD_COMM', timeNs: -5 }, 'text')
  watchItem(report, 'records', { type: 'record', event: 'sched:sched_switch', timeNs: 7 }, 'text')
  watchItem(report, 'records', { type: 'record', event: 'sched:sched_wakeup', timeNs: null }, 'text')
  watchItem(report, 'events', { type: 'switch', timeNs: 9 }, 'text')
  expect([report.firstNs, report.lastNs]).toEqual([7, 7])
})

test('--strict names the line', () => {
  expect(() => refuseUnknown(unknownLine)).toThrow(
    '--strict: line 1,017: a line is none of perf script (TC_LEX_UNKNOWN_LINE)\n  \\x1b[31mred',
  )
  expect(() => refuseUnknown({ ...unknownLine, severity: 'info' })).not.toThrow()
})

test('signals: the first ends the input, the second the run, and then they mean what they did', () => {
  const process = new EventEmitter()
  const calls: string[] = []
  const off = onSignals(process, { first: () => calls.push('first'), second: () => calls.push('second') })
  process.emit('SIGINT')
  process.emit('SIGTERM')
  off()
  process.emit('SIGINT')
  expect(calls).toEqual(['first', 'second'])
})

describe('the terminal', () => {
  test('colour follows the option, then FORCE_COLOR, NO_COLOR, TERM', () => {
    expect(useColor('auto', true, {})).toBe(true)
    expect(useColor('auto', false, {})).toBe(false)
    expect(useColor('auto', true, { NO_COLOR: '1' })).toBe(false)
    expect(useColor('auto', true, { TERM: 'dumb' })).toBe(false)
    expect(useColor('auto', false, { FORCE_COLOR: '1', NO_COLOR: '1' })).toBe(true)
    expect(useColor('auto', true, { FORCE_COLOR: '0' })).toBe(false)
    expect(useColor('never', true, { FORCE_COLOR: '1' })).toBe(false)
    expect(useColor('always', false, { NO_COLOR: '1' })).toBe(true)
  })

  test('progress shows by itself only to a person', () => {
    expect(useProgress(undefined, false, true, {})).toBe(true)
    expect(useProgress(undefined, true, true, {})).toBe(false)
    expect(useProgress(undefined, false, false, {})).toBe(false)
    expect(useProgress(undefined, false, true, { CI: 'true' })).toBe(false)
    expect(useProgress(true, false, false, {})).toBe(true)
    expect(useProgress(false, false, true, {})).toBe(false)
  })
})

describe('progress', () => {
  const state = {
    lines: 1_200_000,
    readBytes: 5,
    sizeBytes: undefined,
    traceNs: 12.5e9,
    inputEnded: false,
    writtenBytes: 0,
  }

  test('says how far it is', () => {
    expect(describeProgress(state, 2.5)).toBe('1,200,000 lines, 480,000 lines/s, 12.5 s of trace')
    expect(describeProgress({ ...state, inputEnded: true }, 3)).toBe('drawing…')
    expect(describeProgress({ ...state, inputEnded: true, writtenBytes: 2e6 }, 3)).toBe('drawing… 2 MB')
  })

  test.each([[undefined], [100]])('is taken off the screen (size %p)', async sizeBytes => {
    jest.useFakeTimers()
    try {
      const stderr = Object.assign(new PassThrough(), { isTTY: true, columns: 100 })
      const progress = await startProgress(stderr, true, () => ({ ...state, sizeBytes }))
      expect(stderr.read()).toBeNull()
      jest.advanceTimersByTime(1_000)
      progress.stop()
      progress.stop()
      expect(jest.getTimerCount()).toBe(0)
      const shown = String(stderr.read())
      if (sizeBytes === undefined) expect(shown).toContain('1,200,000 lines')
      if (sizeBytes === undefined) expect(shown.endsWith('\r\x1b[K')).toBe(true)
    } finally {
      jest.useRealTimers()
    }
  })
})
