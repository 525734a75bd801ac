import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { IntervalItem, TimelineItem, WakeupItem } from '@tc-stream/event-schema'

/** A switch or wakeup of a recording with its lines of callchain, as far as these tests need it. */
interface Sample {
  readonly header: string
  readonly callchain: string[]
}

export function* readSamples(name: string): Generator<Sample> {
  const text = readFileSync(join(__dirname, '../../../test-data/recordings', `${name}.full.txt`), 'latin1')
  for (const block of text.split('\n\n')) {
    const lines = block.split('\n').filter(line => !line.startsWith('#') && !line.includes('PERF_RECORD_'))
    const header = lines[0]
    if (header !== undefined) yield { header, callchain: lines.slice(1).map(line => line.trim()) }
  }
}

/** What the state machine would make of it, without the times: a sleep for each switch-out, a wakeup for each wakeup. */
export function itemOf({ header, callchain }: Sample): TimelineItem | undefined {
  const switched = /sched_switch: prev_comm=(.*) prev_pid=(\d+) prev_prio=\d+ prev_state=(\S+)/.exec(header)
  if (switched !== null && switched[2] !== '0') {
    const state = switched[3] as string
    if (!/^[SDI]$/.test(state)) return undefined
    return sleepOf(switched[1] as string, Number(switched[2]), state as 'S', callchain)
  }
  const woken = /^\s*(.*?)\s+(\d+)\/(\d+)\s.*sched_wakeup(?:_new)?: comm=(.*) pid=(\d+) /.exec(header)
  if (woken === null) return undefined
  return wakeupOf(Number(woken[3]), woken[1] as string, Number(woken[5]), woken[4] as string, callchain)
}

const STATES = { S: 'sleeping', D: 'blocked', I: 'idle' } as const

export function sleepOf(comm: string, tid: number, prevState: keyof typeof STATES, callchain: string[]): IntervalItem {
  const state = STATES[prevState]
  return {
    type: 'interval',
    taskId: tid,
    tid,
    pid: tid,
    comm,
    state,
    cpu: 0,
    startNs: 0,
    endNs: 1,
    prevState,
    callchain,
  }
}

export function wakeupOf(
  wakerTid: number,
  wakerComm: string,
  wakeeTid: number,
  wakeeComm: string,
  callchain: string[],
): WakeupItem {
  return {
    type: 'wakeup',
    timeNs: 0,
    cpu: 0,
    wakerTid,
    wakerComm,
    wakerTaskId: wakerTid,
    wakeeTid,
    wakeeComm,
    wakeeTaskId: wakeeTid,
    targetCpu: 0,
    context: 'task',
    callchain,
  }
}
