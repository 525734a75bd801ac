import fc from 'fast-check'
import { Places } from './places.js'

const parts = fc.array(fc.constantFrom('a', 'b', '', 0, 1, true, false, null, undefined), { maxLength: 4 })

test('equal keys have one place, others have others', () => {
  fc.assert(
    fc.property(fc.array(parts), keys => {
      const places = new Places()
      keys.forEach((key, index) => {
        places.of(key).index ??= index
      })
      const nameOf = (key: (typeof keys)[number]) => key.map(part => `${typeof part} ${part}`).join('|')
      const names = keys.map(nameOf)
      for (const key of keys) expect(places.of([...key]).index).toBe(names.indexOf(nameOf(key)))
    }),
  )
})

test('more keys than it keeps are forgotten, not gathered', () => {
  const places = new Places()
  places.of([0]).index = 7
  for (let key = 1; key <= 49_999; key++) places.of([key])
  expect(places.of([0]).index).toBeUndefined()
  expect(places.of([0])).toBe(places.of([0]))
})
