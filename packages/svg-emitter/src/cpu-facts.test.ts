import type { BinItem, BoxItem } from '@tc-stream/event-schema'
import { type RowElement, told, writtenRow } from './testing/written-row.js'

const box = (lane: BoxItem['lane'], state: string, startNs: number, endNs: number): BoxItem => ({
  ...{ type: 'box', row: 0, lane, state, startNs, endNs },
})
const bin = (startNs: number, endNs: number, states: Readonly<Record<string, number>>): BinItem => ({
  ...{ type: 'bin', row: 0, lane: 'pState', startNs, endNs },
  states: Object.fromEntries(Object.entries(states).map(([state, ns]) => [state, { ns, count: 1 }])),
  longest: { state: '800000', startNs, endNs },
})

/** The frequency that is told of a run from 100 to 200. */
function during(...frequencies: RowElement[]): string | undefined {
  const row = writtenRow([box('sched', 'running', 100, 200), ...frequencies])
  return new Map(told(row, 'sched').facts).get('mean frequency')
}

describe('the mean frequency during a run', () => {
  test('is weighted by the time that both share', () => {
    expect(during(box('pState', '800000', 0, 150), box('pState', '2400000', 150, 900))).toBe('1.60 GHz')
    expect(during(box('pState', '800000', 0, 175), box('pState', '2400000', 175, 900))).toBe('1.20 GHz')
  })

  test('does not count what was over before it', () => {
    expect(during(box('pState', '800000', 0, 50), box('pState', '2400000', 150, 900))).toBe('2.40 GHz')
  })

  test('of a bin, by the part of it that lies within', () => {
    // Half of the bin lies in it: 25 at 800 MHz, 75 at 1.6 GHz.
    expect(during(bin(0, 200, { 800000: 50, 1600000: 150 }))).toBe('1.40 GHz')
  })

  test('leaves out what is only known to be another one', () => {
    expect(during(box('pState', '800000', 0, 150), box('pState', 'other', 150, 900))).toBe('800 MHz')
    expect(during(bin(0, 200, { 800000: 50, other: 150 }))).toBe('800 MHz')
    expect(during(box('pState', 'other', 0, 900))).toBeUndefined()
  })

  test('is not told where none is known', () => {
    expect(during()).toBeUndefined()
    expect(during(box('pState', '800000', 0, 100), box('pState', '800000', 200, 900))).toBeUndefined()
  })

  test('nor of a frequency itself', () => {
    const row = writtenRow([box('pState', '800000', 0, 900)])
    expect(new Map(told(row, 'pState').facts).has('mean frequency')).toBe(false)
  })
})
