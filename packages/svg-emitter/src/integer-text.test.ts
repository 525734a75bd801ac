import fc from 'fast-check'
import { IntegerText } from './integer-text.js'

test('integers stand in base 36, with commas between', () => {
  const text = new IntegerText()
  for (const value of [0, 1, 35, 36, 1295, 1296, -1, -36, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])
    text.add(value)
  expect(text.take()).toBe('0,1,z,10,zz,100,-1,-10,2gosa7pa2gv,-2gosa7pa2gv')
  expect(text.take()).toBe('')
})

test('any safe integers, taken in pieces, are those that were added', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.maxSafeInteger(), { maxLength: 50 })), pieces => {
      const text = new IntegerText()
      for (const values of pieces) {
        for (const value of values) text.add(value)
        const expected = values.map(value => value.toString(36)).join(',')
        expect(text.length).toBe(expected.length)
        expect(text.take()).toBe(expected)
      }
    }),
  )
})

test('a long text grows beyond its first room', () => {
  const text = new IntegerText()
  for (let value = 0; value < 100_000; value++) text.add(value)
  const values = text.take().split(',')
  expect(values).toHaveLength(100_000)
  expect(values.findIndex((digits, value) => Number.parseInt(digits, 36) !== value)).toBe(-1)
})
