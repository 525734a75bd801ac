import { type Emphasize, optionLines } from './help.js'
import { RECORD_OPTION_RULES } from './record-options.js'

const ABOUT = `Starts perf record with the events that a chart is drawn from, as far as this kernel has them:
task switches, wakeups, forks, exits and migrations, idle states and frequencies of the CPUs, and
interrupts. It records the whole machine, while COMMAND runs or until Ctrl-C. It needs root or
CAP_PERFMON, and the perf of this kernel.`

const IO = `The system calls that read, write, receive, send, sync and poll are recorded, on their way in and
out; those of perf itself are left out, since each would cause the next. As in perf timechart
record, -I wins over -P and -T.`

const EXAMPLES: readonly (readonly [command: string, text: string])[] = [
  ['sudo tc-stream record -g -- make -j4', 'a build, with backtraces'],
  ['sudo tc-stream perf.data > out.svg', 'and its chart; root can name the functions of the kernel'],
  ['sudo tc-stream record -I -o io.data', 'I/O of the whole machine, until Ctrl-C'],
  ['tc-stream record --print -g -- make', 'the perf command line, to change it or run it elsewhere'],
]

const EXIT_CODES = `  that of perf, which is that of COMMAND; 0 for a recording that Ctrl-C ended; 128 and the
  number of the signal that ended perf; 1 if perf or the events are missing; 2 for a wrong option`

/** The page of `tc-stream record --help`. */
export function recordHelpPage(bold: Emphasize = text => text): string {
  return [
    `${bold('tc-stream record')}: perf record, for a chart`,
    ABOUT,
    `${bold('Usage')}\n  tc-stream record [options] [-- COMMAND]`,
    `${bold('Options')}\n${RECORD_OPTION_RULES.map(optionLines).join('\n')}`,
    `${bold('I/O')}\n  ${IO.replaceAll('\n', '\n  ')}`,
    `${bold('Examples')}\n${EXAMPLES.map(([command, text]) => `  ${command}\n      ${text}`).join('\n')}`,
    `${bold('Exit codes')}\n${EXIT_CODES}\n`,
  ].join('\n\n')
}
