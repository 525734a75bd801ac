import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordItem } from '@tc-stream/event-schema'
import { normalize, recordOf, traceOf } from './records.test.kit.js'

/**
 * One recording in every dialect: its switches and wakeups are rewritten as other kernels and other builds of perf would
 * have printed them, and must mean the same.
 */
const RECORDING = join(__dirname, '../../../test-data/recordings/forks.default.txt')

const SWITCH =
  /^prev_comm=(.*) prev_pid=(\d+) prev_prio=(\d+) prev_state=(\S+) ==> next_comm=(.*) next_pid=(\d+) next_prio=(\d+)$/
const WAKEUP = /^comm=(.*) pid=(\d+) prio=(\d+) target_cpu=(\d+)$/

const NUMBERS: Record<string, number> = { R: 0, S: 1, D: 2, T: 4, t: 8, X: 16, Z: 32, P: 64, I: 128, 'R+': 256 }
const OLD_PLUGIN: Record<string, string> = { X: 'Z', Z: 'X', P: 'x', I: 'W', 'R+': 'R' }
const UP_ONE_BIT: Record<string, string> = { R: 'S', S: 'D', D: 'T', T: 't', t: 'X', X: 'Z', Z: 'P', P: 'I' }

type Parts = [prevComm: string, prevTid: string, prio: string, state: string, comm: string, tid: string, prio: string]

const kernel = ([a, b, c, d, e, f, g]: Parts) =>
  `prev_comm=${a} prev_pid=${b} prev_prio=${c} prev_state=${d} ==> next_comm=${e} next_pid=${f} next_prio=${g}`

const SWITCH_DIALECTS: Record<string, (parts: Parts) => string> = {
  'not parsed by perf': parts => `[FAILED TO PARSE] ${kernel(parts).replace(/=(\S+) ==>/, (_, s) => `=${NUMBERS[s]}`)}`,
  'after the blanks of perf script -F +flags': parts => `${' '.repeat(25)}${kernel(parts)}`,
  'plugin of 2024': ([a, b, c, d, e, f, g]) => `${a}:${b} [${c}] ${d === 'R+' ? 'R' : d} ==> ${e}:${f} [${g}]`,
  'plugin of before': ([a, b, c, d, e, f, g]) => `${a}:${b} [${c}] ${OLD_PLUGIN[d] ?? d} ==> ${e}:${f} [${g}]`,
  'to 2.6.32': ([a, b, c, d, e, f, g]) => `task ${a}:${b} [${c}] (${d}) ==> ${e}:${f} [${g}]`,
}

const WAKEUP_DIALECTS: ((comm: string, tid: string, prio: string, cpu: string) => string)[] = [
  (comm, tid, prio, cpu) => `comm=${comm} pid=${tid} prio=${prio} success=1 target_cpu=${cpu}`,
  (comm, tid, prio, cpu) => `${' '.repeat(25)}comm=${comm} pid=${tid} prio=${prio} target_cpu=${cpu}`,
  (comm, tid, prio, cpu) => `${comm}:${tid} [${prio}] success=1 CPU:${cpu}`,
  (comm, tid, prio, cpu) => `${comm}:${tid} [${prio}]<CANT FIND FIELD success> CPU:${cpu}`,
  (comm, tid, prio, cpu) => `${comm}:${tid} [${prio}] CPU:${cpu}`,
  (comm, tid, prio, cpu) => `task ${comm}:${tid} [${prio}] success=1 [${cpu}]`,
]

function payloadsOf(event: string): string[] {
  const found: string[] = []
  for (const line of readFileSync(RECORDING, 'utf8').split('\n')) {
    const at = line.indexOf(` ${event}: `)
    if (at >= 0) found.push(line.slice(at + event.length + 3))
  }
  return found
}

/** The state as far as every dialect tells it: plugins print no `+`, and swap the two ways to be dead. */
const plain = (state: string) => (state === 'R+' ? 'R' : state === 'X' ? 'Z' : state)

const payloads = payloadsOf('sched:sched_switch')
const recorded = payloads.map(payload => (SWITCH.exec(payload) as string[]).slice(1) as Parts)

function switchesOf(parts: Parts[], rewrite: (parts: Parts, i: number) => string): unknown[] {
  const records = parts.map((part, i): RecordItem => {
    return recordOf('sched:sched_switch', rewrite(part, i), { tid: Number(part[1]), comm: part[0] })
  })
  const { events, codes } = normalize([traceOf(), ...records])
  expect(Object.keys(codes).filter(code => code !== 'TC_NORM_SHIFTED_STATES')).toEqual([])
  return events.map(event => (event.type === 'switch' ? { ...event, prevState: plain(event.prevState) } : event))
}

describe('switches', () => {
  test('of the recording are all read', () => {
    const events = switchesOf(recorded, (_, i) => payloads[i] ?? '')
    expect(events).toMatchObject(
      recorded.map(([prevComm, prevTid, , state, nextComm, nextTid]) => {
        return { prevComm, prevTid: Number(prevTid), prevState: plain(state), nextComm, nextTid: Number(nextTid) }
      }),
    )
    expect(events.length).toBe(1561)
  })

  test.each(Object.entries(SWITCH_DIALECTS))('%s', (_name, rewrite) => {
    expect(switchesOf(recorded, rewrite)).toEqual(switchesOf(recorded, kernel))
  })

  test('dialects mixed line by line', () => {
    const rewrites = [kernel, ...Object.values(SWITCH_DIALECTS)]
    const mixed = switchesOf(recorded, (parts, i) => (rewrites[i % rewrites.length] ?? kernel)(parts))
    expect(mixed).toEqual(switchesOf(recorded, kernel))
  })

  // An idle kernel thread's bit falls on that of a preempted task there, so it cannot be told.
  test('a shifted kernel', () => {
    const parts = recorded.filter(part => part[3] !== 'I')
    const shifted = switchesOf(parts, ([a, b, c, d, e, f, g]) => kernel([a, b, c, UP_ONE_BIT[d] ?? d, e, f, g]))
    expect(shifted).toEqual(switchesOf(parts, kernel))
    expect(parts.length).toBe(970)
  })
})

describe('wakeups', () => {
  const wakeups = payloadsOf('sched:sched_wakeup')
  const eventsOf = (texts: string[]) => normalize(texts.map(text => recordOf('sched:sched_wakeup', text))).events

  test.each(WAKEUP_DIALECTS.map((rewrite, i) => [i, rewrite] as const))('dialect %i', (_i, rewrite) => {
    const rewritten = wakeups.map(payload => {
      const [, comm = '', tid = '', prio = '', cpu = ''] = WAKEUP.exec(payload) as string[]
      return rewrite(comm, tid, prio, cpu)
    })
    expect(wakeups.length).toBe(743)
    expect(eventsOf(rewritten)).toEqual(eventsOf(wakeups))
  })
})
