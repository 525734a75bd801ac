import {
  type InterruptEvent,
  type IntervalItem,
  runStage,
  type SwitchEvent,
  type TimelineItem,
  TimelineItemSchema,
  type TraceEvent,
  type WakeupEvent,
} from '@tc-stream/event-schema'
import type { StateMachineOptions } from './options.js'
import { createStateMachine } from './state-machine.js'

/** `a` to `z` as tasks 1 to 26 and `idle` as 0, so that a scenario reads as a script. */
export const tidOf = (name: string): number => (name === 'idle' ? 0 : name.charCodeAt(0) - 96)
const commOf = (name: string): string => (name === 'idle' ? 'swapper' : name)

type Extra = Record<string, unknown>

export const sw = (
  timeNs: number,
  cpu: number | null,
  prev: string,
  prevState: SwitchEvent['prevState'],
  next: string,
  extra: Extra = {},
): TraceEvent => ({
  type: 'switch',
  timeNs,
  cpu,
  tid: tidOf(prev),
  pid: null,
  comm: commOf(prev),
  prevTid: tidOf(prev),
  prevComm: commOf(prev),
  prevState,
  nextTid: tidOf(next),
  nextComm: commOf(next),
  ...extra,
})

export const wake = (
  timeNs: number,
  cpu: number | null,
  waker: string,
  wakee: string,
  kind: WakeupEvent['kind'] = 'wakeup',
  extra: Extra = {},
): TraceEvent => ({
  type: 'wakeup',
  kind,
  timeNs,
  cpu,
  tid: tidOf(waker),
  pid: null,
  comm: commOf(waker),
  wakeeTid: tidOf(wakee),
  wakeeComm: commOf(wakee),
  targetCpu: cpu,
  ...extra,
})

export const sample = (timeNs: number, cpu: number | null, task: string, extra: Extra = {}): TraceEvent => ({
  type: 'sample',
  timeNs,
  cpu,
  tid: tidOf(task),
  pid: null,
  comm: commOf(task),
  event: 'cycles',
  ...extra,
})

/** What a decoder from outside makes of an event. */
export const marked = (timeNs: number, cpu: number | null, task: string, extra: Extra = {}): TraceEvent => ({
  type: 'mark',
  timeNs,
  cpu,
  tid: tidOf(task),
  pid: null,
  comm: commOf(task),
  text: 'disk W 8',
  ...extra,
})

export const fork = (timeNs: number | null, parent: string, child: string, extra: Extra = {}): TraceEvent => ({
  type: 'fork',
  timeNs,
  cpu: 0,
  tid: timeNs === null ? null : tidOf(parent),
  pid: null,
  comm: commOf(parent),
  parentTid: tidOf(parent),
  parentPid: tidOf(parent),
  childTid: tidOf(child),
  childPid: tidOf(child),
  childComm: null,
  ...extra,
})

export const comm = (timeNs: number | null, task: string, name: string, exec = false): TraceEvent => ({
  type: 'comm',
  timeNs,
  cpu: 0,
  tid: timeNs === null ? null : tidOf(task),
  pid: tidOf(task),
  comm: name,
  taskTid: tidOf(task),
  taskPid: tidOf(task),
  taskComm: name,
  exec,
})

export const exit = (timeNs: number, cpu: number, task: string): TraceEvent => ({
  type: 'exit',
  timeNs,
  cpu,
  tid: tidOf(task),
  pid: tidOf(task),
  comm: commOf(task),
  taskTid: tidOf(task),
  taskPid: tidOf(task),
  taskComm: commOf(task),
})

export const lost = (timeNs: number, cpu: number | null, count: number): TraceEvent => ({
  type: 'lost',
  timeNs,
  cpu,
  tid: null,
  pid: null,
  comm: null,
  count,
})

export const migrate = (timeNs: number, task: string, fromCpu: number | null, toCpu: number | null): TraceEvent => ({
  type: 'migrate',
  timeNs,
  cpu: fromCpu,
  tid: null,
  pid: null,
  comm: null,
  migratedTid: tidOf(task),
  migratedComm: commOf(task),
  fromCpu,
  toCpu,
})

/** Into a C-state, or (null) out of idle. */
export const idle = (timeNs: number, cpu: number | null, state: number | null): TraceEvent => ({
  type: 'cpuIdle',
  timeNs,
  cpu,
  tid: 0,
  pid: null,
  comm: 'swapper',
  state,
})

export const freq = (timeNs: number, cpu: number | null, freqKhz: number): TraceEvent => ({
  type: 'cpuFrequency',
  timeNs,
  cpu,
  tid: null,
  pid: null,
  comm: null,
  freqKhz,
})

export const irq = (
  timeNs: number,
  cpu: number | null,
  kind: InterruptEvent['kind'],
  edge: InterruptEvent['edge'],
  number: number | null,
): TraceEvent => ({
  type: 'interrupt',
  timeNs,
  cpu,
  tid: null,
  pid: null,
  comm: null,
  kind,
  edge,
  name: `${kind} ${number}`,
  number,
})

/** A task enters a system call. */
export const call = (timeNs: number, task: string, name: string, fd: number | null = null): TraceEvent => ({
  type: 'syscallEnter',
  timeNs,
  cpu: 0,
  tid: tidOf(task),
  pid: 7,
  comm: commOf(task),
  name,
  fd,
  bytes: 10,
})

/** It returns from it. */
export const back = (timeNs: number, task: string, name: string, result: number): TraceEvent => ({
  type: 'syscallExit',
  timeNs,
  cpu: 0,
  tid: tidOf(task),
  pid: 7,
  comm: commOf(task),
  name,
  result,
})

/** Runs events through a fresh machine and checks every item by its schema. */
export function run(events: TraceEvent[], options: StateMachineOptions = {}): TimelineItem[] {
  const items = [...runStage(createStateMachine(options), events)]
  for (const item of items) TimelineItemSchema.parse(item)
  return items
}

/** `state start-end` of one task, with `?` inferred, `<` and `>` cut at an edge: `running 0-5 <?`. */
export function story(items: readonly TimelineItem[], task: string): string[] {
  return intervalsOf(items, tidOf(task)).map(item => {
    const cut = { start: '<', end: '>', both: '<>' } as const
    const flags = `${item.cut === undefined ? '' : cut[item.cut]}${item.inferred ? '?' : ''}`
    return `${item.state} ${item.startNs}-${item.endNs}${flags === '' ? '' : ` ${flags}`}`
  })
}

export const intervalsOf = (items: readonly TimelineItem[], tid: number): IntervalItem[] =>
  items.filter((item): item is IntervalItem => item.type === 'interval' && item.tid === tid)

export const ofType = <Type extends TimelineItem['type']>(items: readonly TimelineItem[], type: Type) =>
  items.filter((item): item is Extract<TimelineItem, { type: Type }> => item.type === type)

export const codes = (items: readonly TimelineItem[]): string[] =>
  ofType(items, 'diagnostic')
    .filter(item => item.severity !== 'info')
    .map(item => item.code)
