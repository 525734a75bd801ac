/**
 * A second reader of ftrace's text (`trace-cmd report`, `/sys/kernel/tracing/trace`), for checking the first: one regular
 * expression for a line, one for each form of an event. It shares no code with the packages.
 */
import type { Reference, ReferenceEvent, ReferenceSample } from './reference-reader.js'

const LINE = /^ *(.{0,15})-(\d+) +(?:\( *([\d-]+)\) +)?\[(\d+)\] (?:[^ ]{4,5})? +(\d+)\.(\d{6}|\d{9}): (\w+): +(.*)$/

const SWITCHES = [
  /^prev_comm=.* prev_pid=(\d+) prev_prio=-?\d+ prev_state=(\S+) ==> next_comm=.* next_pid=(\d+) next_prio=/,
  /^.*:(\d+) \[-?\d+\] (\S+) ==> .*:(\d+) \[-?\d+\]$/,
]
const WAKEUPS = [/^comm=.* pid=(\d+) prio=-?\d+ target_cpu=(\d+)$/, /^.*:(\d+) \[-?\d+\] CPU:(\d+)$/]

/** Letters that trace-cmd's plugin takes from the table of older kernels. */
const PLUGIN_LETTERS: Readonly<Record<string, string>> = { W: 'I', x: 'P' }

export function readFtraceReference(text: string): Reference {
  const events: ReferenceEvent[] = []
  const samples: ReferenceSample[] = []
  for (const line of text.split('\n')) {
    const match = LINE.exec(line)
    // A stack is written after the switch it belongs to, in the name of the task that is gone.
    if (match === null || match[7] === 'kernel_stack') continue
    const [, , tid, pid, cpu, seconds, fraction, event, payload] = match
    const sample: ReferenceSample = {
      tid: Number(tid),
      pid: Number(pid ?? Number.NaN),
      cpu: Number(cpu),
      timeNs: BigInt(`${seconds}${fraction?.padEnd(9, '0')}`),
      event: String(event),
    }
    events.push(...readPayload(sample, samples.length, String(payload)))
    samples.push(sample)
  }
  const [first, last] = [samples[0], samples.at(-1)]
  if (first === undefined || last === undefined) throw new Error('no event in this text')
  return { events, samples, firstNs: first.timeNs, lastNs: last.timeNs }
}

function readPayload({ event, cpu, timeNs }: ReferenceSample, order: number, payload: string): ReferenceEvent[] {
  if (event === 'sched_switch') {
    const [, prevTid, letter = '', nextTid] = readOne(SWITCHES, event, payload)
    const isPlugin = !payload.startsWith('prev_comm=')
    const state = isPlugin ? (PLUGIN_LETTERS[letter] ?? letter) : letter
    return [
      { kind: 'out', tid: Number(prevTid), cpu, timeNs, order, state },
      { kind: 'in', tid: Number(nextTid), cpu, timeNs, order },
    ]
  }
  if (event === 'sched_wakeup' || event === 'sched_wakeup_new') {
    const [, tid, targetCpu] = readOne(WAKEUPS, event, payload)
    const kind = event.endsWith('_new') ? 'new' : 'wakeup'
    return [{ kind, tid: Number(tid), cpu: Number(targetCpu), timeNs, order }]
  }
  return []
}

function readOne(forms: readonly RegExp[], event: string, payload: string): RegExpExecArray {
  for (const form of forms) {
    const match = form.exec(payload)
    if (match !== null) return match
  }
  throw new Error(`cannot read ${event}: ${payload}`)
}
