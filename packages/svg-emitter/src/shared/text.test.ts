import fc from 'fast-check'
import { fitText, measureText, wrapText } from './text.js'

test('a text that fits stays, one that does not is cut', () => {
  expect(fitText('make', 12, 100)).toBe('make')
  expect(fitText('a rather long name', 12, 60)).toMatch(/^a ra.*…$/)
  expect(fitText('kworker', 12, 10)).toBe('')
  expect(fitText('', 12, 10)).toBe('')
})

test('wide letters take more room', () => {
  const widths = [' ', '!', '@', 'W', 'i', 'm', '~', 'é', '…'].map(letter => Math.round(measureText(letter, 1000)))
  expect(widths).toEqual([300, 340, 1010, 970, 270, 930, 680, 640, 640])
  expect(measureText('iii', 12)).toBeLessThan(measureText('WWW', 12))
  expect(measureText('日本', 10)).toBe(20)
  expect(measureText('🦀', 10)).toBe(10)
})

test('the result always fits, and is whole or ends with an ellipsis', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.integer({ min: 0, max: 300 }), (text, width) => {
      const fitted = fitText(text, 11, width)
      expect(measureText(fitted.replace('…', ''), 11)).toBeLessThanOrEqual(width)
      if (fitted !== text && fitted !== '') expect(text.startsWith(fitted.slice(0, -1))).toBe(true)
    }),
  )
})

test('lines break at spaces', () => {
  expect(wrapText('one two three four', 10, 60)).toEqual(['one two', 'three four'])
  expect(wrapText('one averyverylongwordindeed', 10, 60)).toEqual(['one', 'averyveryl…'])
  expect(wrapText('', 10, 60)).toEqual([])
})
