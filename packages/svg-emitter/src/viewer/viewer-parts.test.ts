import type { Shape } from '../shared/data-format.js'
import { decodeRow } from '../shared/row-data.js'
import { findRecord, lanesAt } from './hit-test.js'
import { commandOf } from './keys.js'
import { clampView, isWhole, LEAST_SPAN_NS, panBy, zoomAt } from './view.js'

const whole = { startNs: 1000, endNs: 101_000 }
const press = (key: string, ctrlKey = false) => ({ key, ctrlKey, metaKey: false, altKey: false, shiftKey: false })

describe('the view', () => {
  test('zooming keeps the time under the pointer', () => {
    expect(zoomAt(whole, 0.5, 0.25, whole)).toEqual({ startNs: 13_500, endNs: 63_500 })
  })

  test('it stays within the trace', () => {
    expect(zoomAt({ startNs: 1000, endNs: 51_000 }, 4, 0.5, whole)).toEqual(whole)
    expect(panBy({ startNs: 60_000, endNs: 100_000 }, 1, whole)).toEqual({ startNs: 61_000, endNs: 101_000 })
    expect(panBy({ startNs: 5000, endNs: 45_000 }, -1, whole)).toEqual({ startNs: 1000, endNs: 41_000 })
  })

  test('there is a closest look', () => {
    const view = clampView(5000, 1, whole)
    expect(view.endNs - view.startNs).toBe(LEAST_SPAN_NS)
    const short = { startNs: 0, endNs: 50 }
    expect(clampView(0, 10, short)).toEqual(short)
  })

  test('the whole trace is told from a part', () => {
    expect(isWhole({ ...whole }, whole)).toBe(true)
    expect(isWhole({ startNs: 1000, endNs: 100_999 }, whole)).toBe(false)
  })
})

describe('keys', () => {
  test.each([
    ['+', 'zoomIn'],
    ['-', 'zoomOut'],
    ['0', 'reset'],
    ['ArrowLeft', 'left'],
    ['Enter', 'pin'],
    ['Escape', 'close'],
  ])('%s: %s', (key, action) => {
    expect(commandOf(press(key))).toBe(action)
  })

  test('what belongs to the browser stays there', () => {
    expect(commandOf(press('-', true))).toBeUndefined()
    expect(commandOf(press('q'))).toBeUndefined()
  })
})

describe('finding a box', () => {
  const shapes: Shape[] = [
    [0, 'sched', 'running', 0, '', '', []],
    [1, 'sched', ['running'], 'running'],
    [0, 'cState', 'C1', 0, '', '', []],
  ]
  // A bin from 0 to 100, a box in it from 40 to 60, one from 200 to 300; a C-state from 0 to 500.
  const data = decodeRow(['0,2s,1,1e,3,0,k,-1o,k,0,3w,2s,0,0,dw,2'], shapes, 0)
  const at = (timeNs: number, near = 0) => {
    const hit = findRecord(data, ['sched'], timeNs, near)
    return hit === undefined ? undefined : [hit.lane.startNs[hit.record], hit.lane.endNs[hit.record]]
  }

  test('the box on top, then the bin below', () => {
    expect(at(50)).toEqual([40, 60])
    expect(at(20)).toEqual([0, 100])
    expect(at(90)).toEqual([0, 100])
    expect(at(250)).toEqual([200, 300])
  })

  test('near is enough where nothing lies', () => {
    expect(at(150)).toBeUndefined()
    expect(at(195, 10)).toEqual([200, 300])
    expect(at(105, 10)).toEqual([0, 100])
  })

  test('the strip below has its own boxes', () => {
    expect(lanesAt('cpu', 25)[0]).toBe('cState')
    const hit = findRecord(data, lanesAt('cpu', 25), 150, 0)
    expect(hit?.lane.lane).toBe('cState')
  })
})
