import { decodeSample } from './decoders/sample.js'
import { createEventNames } from './event-names.js'

test('an event is looked up once, and counted by its name', () => {
  const asked: string[] = []
  const names = createEventNames(event => {
    asked.push(event)
    return { decode: decodeSample, part: event.slice(2) }
  }, 3)
  for (const event of ['a:x', 'a:x', 'a:y', 'a:x', 'a:y']) names.of(event).count++
  expect(asked).toEqual(['a:x', 'a:y'])
  expect(names.of('a:x')).toEqual({ name: 'a:x', decode: decodeSample, part: 'x', count: 3 })
  expect([...names.counts()]).toEqual([
    ['a:x', 3],
    ['a:y', 2],
  ])
  expect(names.uncounted).toBe(0)
})

test('an event beyond the limit is decoded, and counted as one of those', () => {
  const names = createEventNames(event => ({ decode: decodeSample, part: event.slice(2) }), 2)
  for (const event of ['a:1', 'a:2', 'a:3', 'a:3', 'a:4', 'a:2']) {
    const entry = names.of(event)
    expect(entry).toMatchObject({ name: event, decode: decodeSample, part: event.slice(2) })
    entry.count++
  }
  expect([...names.counts()]).toEqual([
    ['a:1', 1],
    ['a:2', 2],
  ])
  expect(names.uncounted).toBe(3)
})

test('an event that nothing fits is ignored', () => {
  const names = createEventNames(() => undefined, 2)
  expect(names.of('x')).toEqual({ name: 'x', decode: null, part: '', count: 0 })
})
