import type { ChartHeadItem, DiagnosticItem, TraceItem } from '@tc-stream/event-schema'
import { highlightingOf, highlightLegend } from './highlighting.js'
import { chartNotes, chartSummary, defaultTitle, MAX_DIAGNOSTIC_NOTES, machineFacts, warningsLine } from './notes.js'
import type { HighlightOptions } from './options.js'
import { ioChart } from './testing/io-chart.js'

const MS = 1_000_000
const chart = ioChart({ scheduled: true }).find((item): item is ChartHeadItem => item.type === 'chart') as ChartHeadItem
const { io, ...withoutIo } = chart
const facts = io as NonNullable<ChartHeadItem['io']>
const trace: TraceItem = { type: 'trace', schemaVersion: 1, originSeconds: 443 }
const diagnostic = (more: Partial<DiagnosticItem> = {}): DiagnosticItem => ({
  ...{ type: 'diagnostic', code: 'TC_X', severity: 'warning', meaning: 'something odd', count: 1 },
  ...more,
})

const notesOf = (head: ChartHeadItem, diagnostics: readonly DiagnosticItem[] = [], highlight?: HighlightOptions) =>
  chartNotes(head, diagnostics, highlightingOf(highlight)).map(({ text }) => text)
const noteOf = (head: ChartHeadItem, begin: string) => notesOf(head).find(text => text.startsWith(begin))

describe('the heading', () => {
  test('tells of the machine what is known', () => {
    expect(machineFacts(undefined)).toBe('')
    expect(machineFacts(trace)).toBe('')
    expect(machineFacts({ ...trace, cpuCount: 1, osRelease: '6.1' })).toBe('1 CPU  ·  Linux 6.1')
    const more = { cpuModel: 'EP\u0007YC', osRelease: '6.1', arch: 'x86_64', perfVersion: '6.2', capturedOn: 'Tue' }
    expect(machineFacts({ ...trace, ...more })).toBe('EP␇YC  ·  Linux 6.1 x86_64  ·  perf 6.2  ·  recorded Tue')
  })

  test('has a title even for a chart of nothing, or of CPUs only', () => {
    expect(defaultTitle(undefined, trace)).toBe('Scheduling timeline: nothing to draw')
    expect(defaultTitle({ ...chart, tasks: 0, rows: 1 }, trace)).toBe('CPU timeline: 1 CPU, 100 ms')
    expect(defaultTitle(chart, undefined)).toBe('Scheduling timeline: 7 tasks, 100 ms')
    expect(defaultTitle(chart, { ...trace, cpuCount: 4 })).toBe('Scheduling timeline: 7 tasks on 4 CPUs, 100 ms')
  })

  test('counts from 0 where no trace told its origin', () => {
    const head = { ...withoutIo, startNs: 5 * MS }
    expect(chartSummary(head, trace)).toMatch(/^95\.0 ms from 443\.005000 s {2}· /)
    expect(chartSummary(head, undefined)).toMatch(/^95\.0 ms from 0\.005000 s {2}· {2}7 tasks \(1 drawn\)/)
  })

  test('sends to the notes for warnings', () => {
    expect([0, 1, 2].map(warningsLine)).toEqual([
      '',
      '⚠ a warning, see the notes below',
      '⚠ 2 warnings, see the notes below',
    ])
  })
})

describe('what was left out below a threshold', () => {
  const left = (head: Partial<ChartHeadItem>) => noteOf({ ...withoutIo, ...head }, 'Left out:')

  test('names the threshold, if there was one', () => {
    expect(left({})).toBe('Left out: 3 tasks that ran less than 10.0 ms each, 0 ns of running time in all.')
    expect(left({ thresholdNs: 0, tasksLeftOut: 1 })).toBe('Left out: 1 task, 0 ns of running time in all.')
    expect(left({ tasksLeftOut: 0 })).toBeUndefined()
  })

  test('with I/O also its bytes; without states only these', () => {
    const free = { io: { ...facts, thresholdBytes: 0 }, thresholdNs: 0 }
    expect(left(free)).toBe('Left out: 3 tasks, 0 ns of running time and 100 B in all.')
    expect(left({ ...free, scheduled: false })).toBe('Left out: 3 tasks, 100 B in all.')
  })
})

describe('I/O', () => {
  const told = (errors: Record<string, number>) => noteOf({ ...chart, io: { ...facts, errors } }, 'I/O:')

  test('names the errors, and sums up what are too many kinds', () => {
    expect(told({})).toBe('I/O: 43 calls moved 1.00 MiB; none failed.')
    expect(told({ 'E<\u0007>': 1 })).toBe('I/O: 43 calls moved 1.00 MiB; failed: 1 × E<␇>.')
    const many = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`E${at}`, 1_000]))
    expect(told(many)).toMatch(/: 1,000 × E0, .*1,000 × E5, 2 other errors\.$/)
  })
})

describe('how far the picture is to be trusted', () => {
  test('says so of states, and of their share', () => {
    const end = (head: Partial<ChartHeadItem>) => notesOf({ ...withoutIo, taskNs: 1000, ...head }).at(-1)
    expect(end({})).toBe('Every state was recorded; none was inferred.')
    expect(end({ unknownNs: 340 })).toBe("Of the tasks' time, 34% is in an unknown state and 0% inferred.")
    expect(end({ inferredNs: 20 })).toBe("Of the tasks' time, 0% is in an unknown state and 2.0% inferred.")
  })

  test('spells out the first warnings, and counts the others; what is no warning is none', () => {
    const infos = [diagnostic({ severity: 'info', code: 'TC_INFO' })]
    const notes = (count: number) =>
      chartNotes(chart, [...infos, ...Array.from({ length: count }, () => diagnostic())], highlightingOf(undefined))
        .filter(({ warning }) => warning)
        .map(({ text }) => text)
    expect(notes(0)).toEqual([])
    const spelt = new Array(MAX_DIAGNOSTIC_NOTES).fill('⚠ 1 × something odd (TC_X).')
    expect(notes(MAX_DIAGNOSTIC_NOTES)).toEqual(spelt)
    expect(notes(MAX_DIAGNOSTIC_NOTES + 1)).toEqual([...spelt, '⚠ 1 more kind of warnings.'])
    expect(notes(MAX_DIAGNOSTIC_NOTES + 3).at(-1)).toBe('⚠ 3 more kinds of warnings.')
  })
})

describe('what was asked for', () => {
  const leftOut = (kind: 'rows' | 'intervals' | 'frames') =>
    notesOf(chart, [diagnostic({ severity: 'info', leftOut: kind, meaning: 'some', count: 5 })]).find(text =>
      text.startsWith('Left out by'),
    )

  test('leaves totals whole where rows or intervals are missing; frames are in no total', () => {
    const whole = 'Left out by the selection: some (5). Totals are those of whole tasks and CPUs.'
    expect([leftOut('rows'), leftOut('intervals')]).toEqual([whole, whole])
    expect(leftOut('frames')).toBe('Left out by the selection: some (5).')
  })

  test('a long list of names is cut in the legend, and whole in the notes', () => {
    const labels = ['a-rather-long-name', 'another-quite-long-name', 'the-last']
    expect(highlightLegend(highlightingOf({ labels }))).toBe('highlighted: a-rather-long-name, another-quite-long-…')
    expect(highlightLegend(highlightingOf({ labels: ['make'] }))).toBe('highlighted: make')
    expect(notesOf(chart, [], { labels })).toContain(`Highlighted: ${labels.join(', ')}.`)
  })

  test('of folded runs only those on CPUs, if no length is too short to be seen', () => {
    const folded = { ...chart, quantumNs: MS }
    const told = (longerThanNs: number) => notesOf(folded, [], { longerThanNs, labels: ['x'] })
    const note = 'Highlighted: x. Runs shorter than 1.00 ms are folded, and not highlighted in the rows of CPUs'
    expect(told(MS)).toContain(`${note}.`)
    expect(told(MS - 1)).toContain(`${note}, nor for their length in those of tasks.`)
  })
})
