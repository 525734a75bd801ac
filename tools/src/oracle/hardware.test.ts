import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TimelineItem } from '@tc-stream/event-schema'
import { timelineOfText } from './pipeline.js'
import { readRecords, recordedInterrupts } from './recorded-facts.js'

/** The interrupts recording also holds `sched_waking`, `sched_migrate_task`, `sched_process_*`, `irq:*` and vectors. */
const TEXT = readFileSync(join(__dirname, '../../../test-data/recordings/interrupts.full.txt'), 'utf8')
const records = readRecords(TEXT)
let items: TimelineItem[] = []
let originNs = 0n

beforeAll(async () => {
  items = await timelineOfText([Buffer.from(TEXT)])
  const trace = items.find(item => item.type === 'trace')
  originNs = BigInt(trace?.originSeconds ?? 0) * 1_000_000_000n
})

const ofType = <Type extends TimelineItem['type']>(type: Type) =>
  items.filter((item): item is Extract<TimelineItem, { type: Type }> => item.type === type)
const at = (timeNs: number): bigint => originNs + BigInt(timeNs)

test('every interrupt from its entry to its exit, with kind and name', () => {
  const recorded = recordedInterrupts(records)
  const told = ofType('interrupt').map(
    ({ kind, name, cpu, startNs, endNs }) => `${kind} ${name} on CPU ${cpu}, ${at(startNs)} to ${at(endNs)}`,
  )
  expect(recorded.length).toBeGreaterThan(900)
  expect(told.sort()).toEqual(recorded.sort())
})

/** Of each wakeup its waking: who did it, on which CPU, within which interrupt. */
function recordedWakers(): string[] {
  const wakings = new Map<string, string>()
  const open = new Map<number, string[]>()
  const told: string[] = []
  for (const { event, payload, cpu, tid, timeNs } of records) {
    const inside = open.get(cpu) ?? []
    open.set(cpu, inside)
    const name = /^irq_vectors:(\w+)_entry$/.exec(event)?.[1] ?? /\[action=(\w+)\]/.exec(payload)?.[1]
    if (event.endsWith('_entry')) inside.push(event.startsWith('irq_vectors') ? `vector ${name}` : `softirq ${name}`)
    else if (event.endsWith('_exit') && event.startsWith('irq')) inside.pop()
    const wakee = / pid=(\d+)/.exec(payload)?.[1] ?? ''
    const by = `${tid} on CPU ${cpu} in ${inside.at(-1) ?? (tid === 0 ? 'some interrupt' : 'no interrupt')}`
    if (event === 'sched:sched_waking') wakings.set(wakee, by)
    if (event === 'sched:sched_wakeup') told.push(`${timeNs}: ${wakee} woken by ${wakings.get(wakee) ?? by}`)
    if (event === 'sched:sched_wakeup_new') told.push(`${timeNs}: ${wakee} woken by ${by}`)
  }
  return told
}

test('every wakeup is the work of who did the waking, in the interrupt it was done in', () => {
  const recorded = recordedWakers()
  const told = ofType('wakeup').map(({ timeNs, wakeeTid, wakerTid, cpu, context, interrupt }) => {
    const where = interrupt ?? (context === 'interrupt' ? 'some interrupt' : 'no interrupt')
    return `${at(timeNs)}: ${wakeeTid} woken by ${wakerTid} on CPU ${cpu} in ${where}`
  })
  // A wakeup of a task that runs or waits already begins no wait.
  const redundant = recorded.filter(line => !told.includes(line))
  expect(told.filter(line => !recorded.includes(line))).toEqual([])
  expect(redundant.length).toBeLessThanOrEqual(1)
  expect(told.filter(line => line.includes('softirq')).length).toBeGreaterThan(20)
  expect(told.filter(line => line.includes('no interrupt')).length).toBeGreaterThan(20)
})

describe('migrations', () => {
  const marks = (from: readonly TimelineItem[]) =>
    from.flatMap(item =>
      item.type === 'mark' && item.kind === 'migration' ? [`${at(item.timeNs)}: ${item.tid} ${item.text}`] : [],
    )

  test('those that sched_migrate_task tells of, when it does', () => {
    const recorded = records.flatMap(({ event, payload, timeNs }) => {
      if (event !== 'sched:sched_migrate_task') return []
      const [, tid, from, to] = / pid=(\d+) prio=\d+ orig_cpu=(\d+) dest_cpu=(\d+)/.exec(payload) ?? []
      return [`${timeNs}: ${tid} CPU ${from} → ${to}`]
    })
    expect(recorded.length).toBe(22)
    expect(marks(items).filter(line => !recorded.includes(line)).length).toBeLessThanOrEqual(3)
    expect(recorded.filter(line => !marks(items).includes(line))).toEqual([])
  })

  test('without that event, a task that runs elsewhere has migrated, from where to where it says', async () => {
    const without = TEXT.split('\n')
      .filter(line => !line.includes('sched_migrate_task'))
      .join('\n')
    const seen = marks(await timelineOfText([Buffer.from(without)]))
    const places = new Map<string, string>()
    const expected: string[] = []
    for (const { event, payload, cpu, timeNs } of records) {
      const tid = event === 'sched:sched_switch' ? / next_pid=(\d+)/.exec(payload)?.[1] : undefined
      if (tid === undefined || tid === '0') continue
      const before = places.get(tid)
      if (before !== undefined && before !== `${cpu}`) expected.push(`${timeNs}: ${tid} CPU ${before} → ${cpu}`)
      places.set(tid, `${cpu}`)
    }
    expect(expected.length).toBeGreaterThan(10)
    expect(expected.filter(line => !seen.includes(line))).toEqual([])
  })
})

test('forks, execs and exits, each once, though perf and the scheduler both recorded them', () => {
  const told = ofType('mark')
    .filter(({ kind }) => kind === 'fork' || kind === 'exec' || kind === 'exit')
    .map(({ kind, tid, text, timeNs }) => ({ kind, tid, text, timeNs: at(timeNs) }))
  const count = (kind: string) => told.filter(mark => mark.kind === kind).length
  const recorded = (event: string) => records.filter(record => record.event === event)
  expect(count('fork')).toBe(recorded('sched:sched_process_fork').length)
  expect(count('exec')).toBe(recorded('sched:sched_process_exec').length)
  expect(count('exit')).toBe(recorded('sched:sched_process_exit').length)
  for (const { payload } of recorded('sched:sched_process_fork')) {
    const [, parent, child] = / pid=(\d+) .* child_pid=(\d+)/.exec(payload) ?? []
    expect(told).toContainEqual(expect.objectContaining({ kind: 'fork', tid: Number(parent) }))
    const rows = ofType('task').filter(row => row.tid === Number(child))
    expect(rows.map(row => row.parentTid)).toEqual(rows.map(() => Number(parent)))
    expect(rows[0]?.born).toBe(true)
  }
  for (const { payload } of recorded('sched:sched_process_exec')) {
    const [, file, tid] = /filename=(\S+) pid=(\d+)/.exec(payload) ?? []
    const name = file?.split('/').at(-1)?.slice(0, 15)
    expect(told).toContainEqual(expect.objectContaining({ kind: 'exec', tid: Number(tid), text: name }))
    expect(
      ofType('task')
        .filter(row => row.tid === Number(tid))
        .map(row => row.comm),
    ).toContain(name)
  }
})
