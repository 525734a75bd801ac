import type { BoxItem } from '@tc-stream/event-schema'
import fc from 'fast-check'
import { RowRecords } from './row-records.js'
import { decodeRow, fieldOf } from './shared/row-data.js'
import { PictureTables } from './tables.js'

const lane = fc.constantFrom<BoxItem['lane'][]>('sched', 'cState', 'io')
const optional = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined })
const count = fc.nat({ max: 1e6 })

const box = fc.record({
  lane,
  state: fc.constantFrom('running', 'waiting', 'blocked', 'C2'),
  startNs: fc.nat({ max: 1e12 }),
  lengthNs: count,
  cpu: optional(fc.nat({ max: 64 })),
  tid: optional(fc.nat({ max: 5 })),
  comm: fc.constantFrom('make', 'cc1'),
  callchain: optional(count),
  reason: optional(fc.constantFrom('io_schedule', 'futex_wait')),
  fd: optional(fc.integer({ min: -1, max: 1000 })),
  wakerTid: optional(fc.nat({ max: 5 })),
  cause: optional(fc.constantFrom('woken' as const, 'preempted' as const)),
})

function itemOf({ lengthNs, ...rest }: typeof box extends fc.Arbitrary<infer Value> ? Value : never): BoxItem {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  return { type: 'box', row: 3, endNs: rest.startNs + lengthNs, ...given } as BoxItem
}

test('what is written is what is read, lane by lane, however it is cut into elements', () => {
  fc.assert(
    fc.property(fc.array(box, { maxLength: 40 }), fc.nat({ max: 40 }), (drafts, cut) => {
      const boxes = drafts.map(itemOf)
      const tables = new PictureTables(() => {})
      const records = new RowRecords(tables, 500)
      const texts: string[] = []
      boxes.forEach((item, index) => {
        records.box(item)
        if (index === cut) texts.push(records.take())
      })
      texts.push(records.take())
      const all = tables.all()
      const data = decodeRow(
        texts.filter(text => text !== ''),
        all.shapes,
        500,
      )
      for (const name of new Set(boxes.map(item => item.lane))) {
        const mine = boxes.filter(item => item.lane === name)
        const found = data.lanes.get(name)
        if (found === undefined) throw new Error(`no lane ${name}`)
        expect(found.startNs).toEqual(mine.map(item => item.startNs))
        expect(found.endNs).toEqual(mine.map(item => item.endNs))
        mine.forEach((item, index) => {
          const field = (wanted: 'cpu' | 'callchain' | 'fd' | 'reason' | 'task') =>
            fieldOf(data, found, index, all, wanted)
          expect(field('cpu')).toBe(item.cpu ?? -1)
          expect(field('callchain')).toBe(item.callchain ?? -1)
          expect(field('fd')).toBe(item.fd ?? -1)
          expect(all.strings[field('reason')]).toBe(item.reason)
          expect(all.tasks[field('task')]?.[0]).toBe(item.tid)
        })
      }
    }),
  )
})
