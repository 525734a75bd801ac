import { ValueError } from './errors.js'
import { highlightOptions, parseHighlight } from './highlight.js'

describe('what is to be highlighted', () => {
  test.each([
    ['5ms', { longerThanNs: 5_000_000 }],
    ['5000000', { longerThanNs: 5_000_000 }],
    ['1.5us', { longerThanNs: 1_500 }],
  ])('%s is a length', (text, spec) => {
    expect(parseHighlight(text)).toEqual(spec)
  })

  test.each([
    ['make', 'make', 'gmake'],
    ['/^cc1/', 'cc1plus', 'xcc1'],
    ['/^5ms$/', '5ms', '5msx'],
    ['7z', '7z', '7'],
    ['3d-print', '3d-print', 'print'],
    ['<&>', '<&>', '&'],
  ])('%s is a name', (text, name, other) => {
    const spec = parseHighlight(text)
    if (!('isName' in spec)) throw new Error('a length')
    expect(spec.label).toBe(text)
    expect([spec.isName(name), spec.isName(other)]).toEqual([true, false])
  })

  test('a misspelt length is refused, with the nearest right one', () => {
    expect(() => parseHighlight('10m')).toThrow(ValueError)
    expect(() => parseHighlight('10sec')).toThrow(/; did you mean 10s\?$/)
    expect(() => parseHighlight('/(/')).toThrow(/is no regular expression/)
  })

  test('all that is given adds up; of lengths, the shortest', () => {
    const options = highlightOptions(['5ms', 'make', '2ms', '/^cc/'].map(parseHighlight))
    expect(options).toMatchObject({ longerThanNs: 2_000_000, labels: ['longer than 2 ms', 'make', '/^cc/'] })
    const isName = (comm: string) => options?.names?.some(name => name.isName(comm))
    expect(['make', 'cc1', 'as'].map(isName)).toEqual([true, true, false])
    expect(highlightOptions([{ longerThanNs: 0 }])).toEqual({
      longerThanNs: 0,
      names: [],
      labels: ['longer than 0 ns'],
    })
    expect(highlightOptions(undefined)).toBeUndefined()
  })
})
