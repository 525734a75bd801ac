import { OPTION_GROUPS, type OptionRule } from './option-table.js'

/** Makes a heading stand out, where the terminal can. */
export type Emphasize = (text: string) => string

const COLUMN = 26
const LINE_WIDTH = 96

/** The events a full chart is drawn from; the program also names it to someone who recorded others. */
export const RECORD_COMMAND =
  'perf record -a -g -e sched:sched_switch -e sched:sched_wakeup -e sched:sched_wakeup_new \\\n' +
  '    -e power:cpu_idle -e power:cpu_frequency -o perf.data -- sleep 5'

export const SCRIPT_COMMAND = 'perf script -i perf.data --ns --header --show-task-events'

const ABOUT = `Turns the text of perf script into a chart of what every task and every CPU was doing:
running, waiting for a CPU, blocked, sleeping. One SVG file, from a trace of any length,
in constant memory. Open it in a browser to zoom, search and read the callchains.`

const RECORDING = `  tc-stream record -g -- make -j4       (see tc-stream record --help)
  tc-stream perf.data > out.svg

  or by hand:
  ${RECORD_COMMAND.replaceAll('\n', '\n  ')}
  ${SCRIPT_COMMAND} | tc-stream > out.svg`

const EXAMPLES: readonly (readonly [command: string, text: string])[] = [
  ['perf script | tc-stream > out.svg', 'the plain pipe; microseconds will do'],
  ['tc-stream perf.data > out.svg', 'perf script is started for you, with the fields that tell most'],
  ['trace-cmd report | tc-stream > out.svg', 'the text of ftrace is known by itself'],
  ['tc-stream trace.txt.gz -o out.svg', 'from a file, with a progress bar'],
  ['tc-stream trace.txt --from +1.5s --to +1.6s -o zoom.svg', 'a tenth of a second, in full detail'],
  ['tc-stream trace.txt -n 1000000 -o all.svg', 'a row for every task'],
  ["tc-stream trace.txt -p make -p '/^cc1/' -o make.svg", 'only these tasks; the CPUs stay whole'],
  [
    'tc-stream trace.txt -C 0,2-3 --state blocked,waiting --min-duration 1ms -o slow.svg',
    'what stood still on these CPUs',
  ],
  [
    "tc-stream trace.txt --highlight 5ms --highlight '/^cc1/' -o long.svg",
    'long runs stand out, and those of some tasks',
  ],
  ['tc-stream trace.txt -P -o power.svg', 'CPUs only, with C-states and frequency; -T: tasks, without these'],
  ['perf script | tc-stream --format summary', 'the same in numbers: a table per task and per CPU'],
  ['perf script | tc-stream --format chrome-trace > trace.json', 'for Perfetto (ui.perfetto.dev)'],
  ['perf script | tc-stream --format timeline | jq …', 'the intervals, one JSON object per line'],
  ['tc-stream --from-format timeline < kept.ndjson > out.svg', 'and back in at the same place'],
]

const EXIT_CODES = `  0    the chart is complete (also when a first Ctrl-C ended the input early)
  1    nothing to draw, a failure, or --strict met something unknown
  2    the command line is wrong
  130  stopped by a second Ctrl-C (129 by SIGHUP, 143 by SIGTERM); no file is left behind`

/** A few lines for someone who typed the bare name. */
export const SHORT_USAGE = `usage: perf script | tc-stream > out.svg
       tc-stream [options] FILE -o out.svg        (FILE: text or perf.data; see tc-stream --help)
       tc-stream record [options] [-- COMMAND]    (see tc-stream record --help)`

/** The page of `--help`. */
export function helpPage(bold: Emphasize = text => text): string {
  const groups = OPTION_GROUPS.map(group => `${bold(group.title)}\n${group.options.map(optionLines).join('\n')}`)
  const examples = EXAMPLES.map(([command, text]) => `  ${command}\n      ${text}`).join('\n')
  return [
    `${bold('tc-stream')}: perf script | tc-stream > out.svg`,
    ABOUT,
    `${bold('Usage')}\n  tc-stream [options] [FILE]\n  tc-stream record [options] [-- COMMAND]`,
    `${bold('Record, then draw')} (recording needs root or CAP_PERFMON)\n${RECORDING}`,
    ...groups,
    `${bold('Examples')}\n${examples}`,
    `${bold('Exit codes')}\n${EXIT_CODES}\n`,
  ].join('\n\n')
}

/** One option of a help page. */
export function optionLines(rule: OptionRule): string {
  const flags = rule.flags.startsWith('--') ? `    ${rule.flags}` : rule.flags
  // The blanks of the default do not break; it stays in one piece.
  const text =
    rule.default === undefined ? rule.text : `${rule.text} (default:\u00a0${rule.default.replaceAll(' ', '\u00a0')})`
  const head = `  ${upperValue(flags)}`
  const lines = wrap(text, LINE_WIDTH - COLUMN)
  const first = head.length < COLUMN ? head.padEnd(COLUMN) : `${head}\n${' '.repeat(COLUMN)}`
  return (first + lines.join(`\n${' '.repeat(COLUMN)}`)).replaceAll('\u00a0', ' ')
}

/** `-o, --output FILE`, as man pages write it. */
function upperValue(flags: string): string {
  return flags.replace(/<([^>]+)>/, (_, name: string) => name.toUpperCase())
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line]
}
