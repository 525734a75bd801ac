import { MAX_LISTED, parseNumberList } from './number-list.js'

describe('lists of numbers', () => {
  test.each([
    ['0', [0]],
    ['0,2-5', [0, 2, 3, 4, 5]],
    ['5, 1-2,2', [1, 2, 5]],
    ['3-3', [3]],
  ])('%s', (text, numbers) => {
    expect(parseNumberList(text)).toEqual({ numbers })
  })

  test.each([
    ['5-2', "not '5-2'; did you mean 2-5?"],
    ['0 2', "not '0 2'; did you mean 0,2?"],
    ['0;2..5', "not '0;2..5'; did you mean 0,2-5?"],
    ['0,', "not '0,'; did you mean 0?"],
    ['all', "not 'all'"],
    ['', "not ''"],
    ['-1', "not '-1'"],
    ['1-2-3', "not '1-2-3'"],
    [`0-${MAX_LISTED}`, `not more than ${MAX_LISTED} numbers`],
    ['0-9999999', `not more than ${MAX_LISTED} numbers`],
  ])('%s is refused', (text, problem) => {
    expect(parseNumberList(text)).toEqual({ problem })
  })
})
