import { rowAt } from './layout.js'

describe('the row at a place', () => {
  const rows = [
    { y: 10, height: 20 },
    { y: 30, height: 0 },
    { y: 30, height: 20 },
    { y: 60, height: 10 },
  ]

  test.each([
    [9, -1],
    [10, 0],
    [29, 0],
    [30, 2],
    [49, 2],
    [50, -1],
    [60, 3],
    [69, 3],
    [70, -1],
  ])('%d: %d', (y, index) => {
    expect(rowAt(rows, y)).toBe(index)
  })

  test('is none where there are no rows', () => {
    expect(rowAt([], 10)).toBe(-1)
  })
})
