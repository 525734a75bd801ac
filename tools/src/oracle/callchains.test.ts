import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Callchain, IntervalItem, TimelineItem } from '@tc-stream/event-schema'
import { timelineOfText } from './pipeline.js'
import { type RecordedLine, readRecords } from './recorded-facts.js'

const RECORDINGS = join(__dirname, '../../../test-data/recordings')

/** A chain by its addresses: what the resolver makes of the rest of a frame is tested where it is made. */
const addresses = (frames: Callchain | undefined): string =>
  (frames ?? []).map(frame => (typeof frame === 'string' ? frame : (frame.ip ?? ''))).join(' ')
const recordedAddresses = (record: RecordedLine): string =>
  record.frames.map(frame => frame.split(' ')[0]?.replace(/^0+(?=.)/, '')).join(' ')

/** Where a chain was recorded: a switch takes `tid` out, or a wakeup of `tid` is made. */
type Places = ReadonlyMap<string, string>

function placesOf(records: readonly RecordedLine[]): { readonly switches: Places; readonly wakeups: Places } {
  const switches = new Map<string, string>()
  const wakeups = new Map<string, string>()
  for (const record of records) {
    const prev = record.event === 'sched:sched_switch' ? /prev_pid=(\d+)/.exec(record.payload)?.[1] : undefined
    const wakee = /^sched:sched_wakeup/.test(record.event) ? / pid=(\d+)/.exec(record.payload)?.[1] : undefined
    if (prev !== undefined) switches.set(`${prev} ${record.timeNs}`, recordedAddresses(record))
    if (wakee !== undefined) wakeups.set(`${wakee} ${record.timeNs}`, recordedAddresses(record))
  }
  return { switches, wakeups }
}

describe.each(['build', 'threads'])('%s', name => {
  const records = readRecords(readFileSync(join(RECORDINGS, `${name}.full.txt`), 'utf8'))
  const { switches, wakeups } = placesOf(records)
  let items: TimelineItem[] = []
  let originNs = 0n

  beforeAll(async () => {
    items = await timelineOfText([readFileSync(join(RECORDINGS, `${name}.full.txt`))])
    const trace = items.find(item => item.type === 'trace')
    originNs = BigInt(trace?.originSeconds ?? 0) * 1_000_000_000n
  })

  /** `told chain | recorded chain` of each interval that one was recorded for. */
  function compare(
    chosen: (item: IntervalItem) => boolean,
    places: Places,
    timeOf: (item: IntervalItem) => number,
  ): { readonly compared: number; readonly differing: string[] } {
    let compared = 0
    const differing: string[] = []
    for (const item of items) {
      if (item.type !== 'interval' || !chosen(item)) continue
      const recorded = places.get(`${item.tid} ${originNs + BigInt(timeOf(item))}`)
      if (recorded === undefined || recorded === '') continue
      compared++
      const told = addresses(item.callchain)
      if (told !== recorded) differing.push(`${item.comm} ${item.state} ${item.startNs}: ${told} | ${recorded}`)
    }
    return { compared, differing }
  }

  test('a run has the chain of the switch that ends it', () => {
    const { compared, differing } = compare(
      item => item.state === 'running' && item.cut === undefined,
      switches,
      item => item.endNs,
    )
    expect(differing).toEqual([])
    expect(compared).toBeGreaterThan(200)
  })

  test('a sleep or block has the chain of the switch that begins it', () => {
    const states = ['blocked', 'sleeping', 'idle', 'stopped', 'parked']
    const { compared, differing } = compare(
      item => states.includes(item.state) && !item.inferred,
      switches,
      item => item.startNs,
    )
    expect(differing).toEqual([])
    expect(compared).toBeGreaterThan(100)
  })

  test('a wait has the chain of the wakeup that begins it; after a preemption it has none', () => {
    const { compared, differing } = compare(
      item => item.state === 'waiting' && item.cause !== 'preempted',
      wakeups,
      item => item.startNs,
    )
    expect(differing).toEqual([])
    expect(compared).toBeGreaterThan(100)
    const preempted = items.filter(item => item.type === 'interval' && item.cause === 'preempted')
    expect(preempted.filter(item => 'callchain' in item && item.callchain !== undefined)).toEqual([])
  })

  test('so does the wakeup itself', () => {
    let compared = 0
    for (const item of items) {
      if (item.type !== 'wakeup') continue
      const recorded = wakeups.get(`${item.wakeeTid} ${originNs + BigInt(item.timeNs)}`)
      if (recorded === undefined || recorded === '') continue
      compared++
      expect(addresses(item.callchain)).toBe(recorded)
    }
    expect(compared).toBeGreaterThan(100)
  })

  test('a sleep and the wait after it name the same waker, task or interrupt', () => {
    const ends = new Map<string, string>()
    const by = ({ wakerTid, context, interrupt }: IntervalItem) => `${wakerTid} ${context} ${interrupt}`
    let compared = 0
    let interrupts = 0
    for (const item of items) {
      if (item.type !== 'interval') continue
      expect(item.wakerCallchain).toBeUndefined()
      if (item.state !== 'waiting') ends.set(`${item.tid} ${item.endNs}`, by(item))
      const end = ends.get(`${item.tid} ${item.startNs}`)
      if (item.cause !== 'woken' || end === undefined) continue
      expect(by(item)).toBe(end)
      compared++
      if (item.context === 'interrupt' && item.wakerTid !== 0) interrupts++
    }
    expect(compared).toBeGreaterThan(100)
    expect(interrupts).toBeGreaterThan(0)
  })

  test('every switch and wakeup has a chain in the recording, so that none could hide', () => {
    expect([...switches.values()].filter(chain => chain === '')).toEqual([])
    expect([...wakeups.values()].filter(chain => chain === '')).toEqual([])
  })
})
