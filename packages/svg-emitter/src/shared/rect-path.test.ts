import { MAX_PATH_LENGTH, RectPath } from './rect-path.js'

function pathOf(...rects: [number, number, number, number][]): string {
  const path = new RectPath()
  for (const rect of rects) path.add(...rect)
  return path.finish().join('|')
}

test('rectangles are relative to the one before', () => {
  expect(pathOf([8, 12, 3, 13], [20, 25, 8, 8])).toBe('M2 3h1v13h-1zm3 5h1.25v8h-1.25z')
  expect(pathOf([8, 12, 8, 8], [20, 25, 3, 13])).toBe('M2 8h1v8h-1zm3-5h1.25v13h-1.25z')
})

test('what touches at the same height becomes one', () => {
  expect(pathOf([0, 4, 3, 13], [4, 8, 3, 13], [6, 10, 3, 13])).toBe('M0 3h2.5v13h-2.5z')
  expect(pathOf([0, 4, 3, 13], [4, 8, 4, 12])).toBe('M0 3h1v13h-1zm1 1h1v12h-1z')
  expect(pathOf([0, 40, 3, 13], [4, 8, 3, 13])).toBe('M0 3h10v13h-10z')
})

test('nothing draws nothing', () => {
  expect(pathOf()).toBe('')
})

test('a path is closed before it is too long for a viewer', () => {
  const path = new RectPath()
  for (let index = 0; index < 80_000; index++) path.add(index * 8, index * 8 + 4, index % 2, 13)
  const parts = path.finish()
  expect(parts.length).toBeGreaterThan(1)
  for (const d of parts) {
    expect(d.length).toBeLessThan(MAX_PATH_LENGTH + 100)
    expect(d.startsWith('M')).toBe(true)
  }
})
