import { runStage, type Stage } from '@tc-stream/event-schema'
import { createDeferredStage, MAX_HELD_ITEMS } from './deferred-stage.js'

const echo = (name: string): Stage<string, string> => ({
  push: (item, emit) => emit(`${name}:${item}`),
  *flush() {
    yield `${name}:end`
  },
})
const isPreface = (item: string) => item.startsWith('#')

describe('a deferred stage', () => {
  test('is made at the first real item, and misses nothing', () => {
    const seen: string[] = []
    const stage = createDeferredStage(isPreface, () => echo(`after ${seen.length}`))
    const items = ['#a', '#b', 'c', '#d']
    const watched = items.map(item => {
      seen.push(item)
      return item
    })
    expect([...runStage(stage, watched)]).toEqual(['#a', '#b', 'c', '#d', 'end'].map(item => `after 4:${item}`))
  })

  test('is made at the end of a stream of prefaces', () => {
    expect([
      ...runStage(
        createDeferredStage(isPreface, () => echo('x')),
        ['#a'],
      ),
    ]).toEqual(['x:#a', 'x:end'])
    expect([
      ...runStage(
        createDeferredStage(isPreface, () => echo('x')),
        [],
      ),
    ]).toEqual(['x:end'])
  })

  test('holds no more than its limit', () => {
    let made = 0
    const stage = createDeferredStage<string, string>(isPreface, () => {
      made++
      return echo('x')
    })
    const out: string[] = []
    for (let index = 0; index <= MAX_HELD_ITEMS; index++) stage.push('#', item => out.push(item))
    expect(made).toBe(1)
    expect(out).toHaveLength(MAX_HELD_ITEMS + 1)
  })
})
