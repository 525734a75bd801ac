import type { EventAttr } from './perf-attrs.js'

const TASK_FIELDS = 'comm,pid,tid,cpu,time,event'
const FRAME_FIELDS = 'ip,sym,symoff,dso'

/** Kinds of events whose fields perf script takes apart from those of others. Source: PERF_TYPE_* of the kernel. */
const FIELD_CLASSES = [
  { name: 'hw', type: 0 },
  { name: 'sw', type: 1 },
  { name: 'trace', type: 2 },
  { name: 'raw', type: 4 },
] as const

/** What a chart is drawn from beside the fields: ns, the facts of the machine, forks and exits, what was lost. */
const BEST_OPTIONS = ['--ns', '--header', '-I', '--show-task-events', '--show-lost-events']

/**
 * The command that prints a recording so that nothing of use is lost.
 *
 * perf refuses a field that it did not record, and prints the address of a tracepoint (always the same function) where
 * there is no callchain: so the fields follow from what was recorded.
 * @param attrs the events of the recording, undefined where they could not be read
 */
export function bestScriptArgs(file: string, attrs: readonly EventAttr[] | undefined): string[] {
  return ['script', '-i', file, ...BEST_OPTIONS, ...fieldArgs(attrs)]
}

/** What even the oldest perf understands. */
export function plainScriptArgs(file: string): string[] {
  return ['script', '-i', file]
}

function fieldArgs(attrs: readonly EventAttr[] | undefined): string[] {
  if (attrs === undefined) return ['-F', `${TASK_FIELDS},trace,${FRAME_FIELDS}`]
  return FIELD_CLASSES.flatMap(({ name, type }) => {
    const events = attrs.filter(attr => attr.type === type)
    return events.length === 0 ? [] : ['-F', `${name}:${fieldsOf(name, events)}`]
  })
}

function fieldsOf(name: string, events: readonly EventAttr[]): string {
  const isTrace = name === 'trace'
  const task = events.every(event => event.hasCpu) ? TASK_FIELDS : TASK_FIELDS.replace('cpu,', '')
  const withFrames = !isTrace || events.some(event => event.hasCallchain)
  return [task, ...(isTrace ? ['trace'] : []), ...(withFrames ? [FRAME_FIELDS] : [])].join(',')
}

/** Most lines kept of what perf says on stderr, and the longest. */
export const MAX_MESSAGES = 20
const MAX_MESSAGE_LENGTH = 300

/** What perf says at every start, and advice about options that are not the user's. */
const USELESS = [
  /^'\w+' not valid for .+ events\. Ignoring\.$/,
  /^registering plugin: /,
  /^overriding event \(\d+\) /,
  /^(Warning|WARNING|Error|ERROR):?$/,
  /^Usage: /,
  /^or: /,
  /^-{1,2}\w.* {2,}/,
]

/** What is worth telling of a program's stderr: without blank lines, repetitions and what perf says at every start. */
export function cleanMessages(lines: readonly string[]): string[] {
  const cleaned = lines.map(line => line.trim().replace(/ \(rerun with -v to learn more\)$/, ''))
  const told = cleaned.filter(line => line !== '' && !USELESS.some(pattern => pattern.test(line)))
  return [...new Set(told)].slice(0, MAX_MESSAGES).map(line => line.slice(0, MAX_MESSAGE_LENGTH))
}
