import type { SelectableState } from '@tc-stream/timeline-filter'
import { ITEM_SEAMS, type Seam } from './seams.js'

/** A stage that an option speaks to. */
export type OptionStage =
  | 'lexer'
  | 'state-machine'
  | 'callchain-resolver'
  | 'timeline-filter'
  | 'timeline-reducer'
  | 'svg-emitter'
  | 'summary-emitter'
  | 'chrome-trace-emitter'

export interface OptionRule {
  /** As commander reads it. */
  readonly flags: string
  readonly text: string
  /** Told in the help; where `value` is absent, the stage that it speaks to sets it. */
  readonly default?: string
  readonly choices?: readonly string[]
  /** Given where none of these runs, it is a usage error instead of a silent nothing. */
  readonly stage?: OptionStage | readonly OptionStage[]
  /** May be given several times; each adds to what was given before. */
  readonly repeatable?: true
}

export interface OptionGroup {
  readonly title: string
  readonly options: readonly OptionRule[]
}

/** Seams at which each stage takes its items in, to tell whether it runs between two seams. */
export const STAGE_SPAN: Readonly<Record<OptionStage, readonly [from: Seam, to: Seam]>> = {
  lexer: ['text', 'records'],
  'state-machine': ['events', 'timeline'],
  'callchain-resolver': ['timeline', 'timeline'],
  'timeline-filter': ['timeline', 'timeline'],
  'timeline-reducer': ['timeline', 'chart'],
  'svg-emitter': ['chart', 'svg'],
  'summary-emitter': ['timeline', 'summary'],
  'chrome-trace-emitter': ['timeline', 'chrome-trace'],
}

/** The stages that give rows to tasks, and those that show no more than a window. Only one of them runs. */
const LISTS_TASKS: readonly OptionStage[] = ['timeline-reducer', 'summary-emitter']
const SHOWS_WINDOW: readonly OptionStage[] = [...LISTS_TASKS, 'chrome-trace-emitter']

export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export const OUTPUT_FORMATS = ['svg', 'summary', 'chrome-trace', ...ITEM_SEAMS] as const
export const THEMES = ['auto', 'light', 'dark'] as const
/** As the filter knows them, without loading it. */
export const STATES = [
  'running',
  'waiting',
  'blocked',
  'sleeping',
  'idle',
  'stopped',
  'parked',
  'dead',
  'unknown',
  'woken',
  'preempted',
  'new',
] as const satisfies readonly SelectableState[]
export const COLOR_CHOICES = ['auto', 'always', 'never'] as const

/** Every option of the program, in the order of the help: commander, the help page and the suggestions all read this. */
export const OPTION_GROUPS: readonly OptionGroup[] = [
  {
    title: 'Input',
    options: [
      {
        flags: '-i, --input <file>',
        text: 'read FILE: text, plain or gzipped, or perf.data; - is stdin',
        default: 'stdin',
      },
      {
        flags: '--from-format <seam>',
        text: 'read NDJSON as --format wrote it: records, events, timeline or chart',
        choices: ITEM_SEAMS,
      },
      {
        flags: '--kallsyms <file>',
        text: 'name kernel addresses from a copy of /proc/kallsyms',
        stage: 'callchain-resolver',
      },
      {
        flags: '--perf-map-dir <dir>',
        text: 'name JIT addresses from the perf-PID.map files in DIR',
        stage: 'callchain-resolver',
      },
      { flags: '--strict', text: 'stop at the first line that is not understood, exit 1' },
    ],
  },
  {
    title: 'Stages of your own',
    options: [
      {
        flags: '--use <file>',
        text: 'put the stages or decoders of a JavaScript module into the stream (see README); may be repeated',
        repeatable: true,
      },
    ],
  },
  {
    title: 'Output',
    options: [
      { flags: '-o, --output <file>', text: 'write FILE, whole or not at all; - is stdout', default: 'stdout' },
      {
        flags: '--format <format>',
        text: 'svg; summary: a table per task and CPU; chrome-trace: JSON for Perfetto; or the stream at a seam as NDJSON: records, events, timeline or chart',
        default: 'svg',
        choices: OUTPUT_FORMATS,
      },
      { flags: '--json', text: 'the summary as one JSON document', stage: 'summary-emitter' },
      { flags: '-w, --width <px>', text: 'width of the chart in pixels', default: '1600', stage: 'svg-emitter' },
      { flags: '--title <text>', text: 'heading of the chart', default: 'what the trace holds', stage: 'svg-emitter' },
      {
        flags: '--theme <theme>',
        text: 'auto, light or dark; auto follows the viewer',
        default: 'auto',
        choices: THEMES,
        stage: 'svg-emitter',
      },
      {
        flags: '--highlight <what>',
        text: 'highlight runs longer than a DURATION (a plain number is in ns), or of tasks of this name or /REGEX/; repeatable',
        stage: 'svg-emitter',
        repeatable: true,
      },
      {
        flags: '--caller',
        text: 'tell callchains from the outermost frame, as perf report -G does',
        stage: 'svg-emitter',
      },
      {
        flags: '--callchain-depth <n>',
        text: 'keep the innermost N frames of each callchain',
        default: '128',
        stage: 'callchain-resolver',
      },
      { flags: '--no-script', text: 'leave the script for zoom, search and details out', stage: 'svg-emitter' },
    ],
  },
  {
    title: 'Selection',
    options: [
      {
        flags: '-P, --power-only',
        text: 'CPUs only: who ran, C-states, frequency; no tasks',
        stage: 'timeline-filter',
      },
      {
        flags: '-T, --tasks-only',
        text: 'tasks and who ran on which CPU; no C-states, no frequency',
        stage: 'timeline-filter',
      },
      {
        flags: '-p, --process <task>',
        text: 'only tasks of this name or pid, or that match /REGEX/ or /REGEX/i; repeatable',
        stage: 'timeline-filter',
        repeatable: true,
      },
      {
        flags: '--tid <tids>',
        text: 'only these threads: 812 or 812,815; repeatable',
        stage: 'timeline-filter',
        repeatable: true,
      },
      {
        flags: '-C, --cpu <cpus>',
        text: 'only these CPUs and what tasks did on them: 0,2-5; repeatable',
        stage: 'timeline-filter',
        repeatable: true,
      },
      {
        flags: '--state <states>',
        text: 'only intervals of tasks in these states: blocked,waiting; repeatable',
        stage: 'timeline-filter',
        repeatable: true,
      },
      {
        flags: '--min-duration <duration>',
        text: 'only intervals of tasks at least this long: 500us, 10ms; a plain number is in ns',
        stage: 'timeline-filter',
      },
      {
        flags: '-n, --proc-num <n>',
        text: 'give rows to at least N tasks, however little they ran',
        default: '15',
        stage: LISTS_TASKS,
      },
      {
        flags: '--threshold <duration>',
        text: 'running time that gives a task a row of its own; a plain number is in ms',
        default: '10',
        stage: LISTS_TASKS,
      },
      {
        flags: '--io-threshold <size>',
        text: 'bytes of I/O that give a task a row as well: 64k, 1M; divided by ten, as --threshold, until there are -n tasks',
        default: '1M',
        stage: LISTS_TASKS,
      },
      {
        flags: '-t, --topology',
        text: 'order the CPUs by socket, die and core, as perf.data or perf script --header -I tells them',
        stage: 'timeline-reducer',
      },
      {
        flags: '--from <time>',
        text: 'draw from TIME: 443.5 (as perf prints it), +1.5s (after the start) or 10%',
        default: 'start',
        stage: SHOWS_WINDOW,
      },
      { flags: '--to <time>', text: 'draw up to TIME', default: 'end', stage: SHOWS_WINDOW },
    ],
  },
  {
    title: 'I/O',
    options: [
      {
        flags: '--io-skip-eagain',
        text: 'leave calls out that failed with EAGAIN',
        stage: 'state-machine',
      },
      {
        flags: '--io-min-time <time>',
        text: 'draw shorter calls as if they took TIME: 500 (ns), 20us or 1ms',
        default: '0',
        stage: 'state-machine',
      },
      {
        flags: '--io-merge-dist <time>',
        text: 'draw calls that are alike and no further apart than TIME as one',
        default: '1us',
        stage: 'state-machine',
      },
    ],
  },
  {
    title: 'Limits',
    options: [
      {
        flags: '--max-elements <n>',
        text: 'boxes and bins in the chart; past it, short intervals fold',
        default: '100000',
        stage: 'timeline-reducer',
      },
      {
        flags: '--max-rows <n>',
        text: 'rows in the chart; past it, tasks fold by name',
        default: '1000',
        stage: LISTS_TASKS,
      },
      {
        flags: '--worst <n>',
        text: 'longest waits, and longest blocks, that always stay exact',
        default: '50, in a summary 10',
        stage: LISTS_TASKS,
      },
      {
        flags: '--arrows <n>',
        text: 'arrows from waker to woken, for the longest waits',
        default: '300',
        stage: 'svg-emitter',
      },
    ],
  },
  {
    title: 'Messages',
    options: [
      { flags: '-q, --quiet', text: 'say nothing unless it fails' },
      { flags: '--progress', text: 'show progress even if stderr is not a terminal' },
      { flags: '--no-progress', text: 'never show it', default: 'on a terminal' },
      { flags: '--color <when>', text: 'auto, always or never', default: 'auto', choices: COLOR_CHOICES },
      {
        flags: '--log-level <level>',
        text: 'write a log to stderr as well: error, warn, info, debug, trace; JSON lines, or text on a terminal',
        default: 'silent',
        choices: LOG_LEVELS,
      },
      { flags: '--validate', text: 'check every item against its schema at every seam (slow)' },
      { flags: '-V, --version', text: 'print the version' },
      { flags: '-h, --help', text: 'print this page' },
    ],
  },
]

export const OPTION_RULES: readonly OptionRule[] = OPTION_GROUPS.flatMap(group => group.options)

/** The stages that an option speaks to; on one way, no more than one of them runs. */
export function stagesOf({ stage = [] }: OptionRule): readonly OptionStage[] {
  return typeof stage === 'string' ? [stage] : stage
}

/** `--max-rows` of `-x, --max-rows <n>`. */
export function longFlag(rule: OptionRule): string {
  return /--[a-z-]+/.exec(rule.flags)?.[0] ?? rule.flags
}

/** `maxRows` of `--max-rows <n>`, `script` of `--no-script`: the name commander gives it. */
export function optionKey(rule: OptionRule): string {
  return longFlag(rule)
    .replace(/^--(no-)?/, '')
    .replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
