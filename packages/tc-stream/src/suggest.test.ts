import { longFlag, OPTION_RULES } from './option-table.js'
import { suggest } from './suggest.js'

const FLAGS = OPTION_RULES.map(longFlag)

describe('suggest', () => {
  test.each([
    ['--wdth', '--width'],
    ['--widht', '--width'],
    ['--max-row', '--max-rows'],
    ['--max-elemnets', '--max-elements'],
    ['--no-scripts', '--no-script'],
    ['--kallsym', '--kallsyms'],
    ['--Quiet', '--quiet'],
    ['--proc', '--proc-num'],
  ])('%s is %s', (typed, meant) => {
    expect(suggest(typed, FLAGS)).toBe(meant)
  })

  test('has nothing to say about what is like nothing', () => {
    expect(suggest('--zzzzzzzz', FLAGS)).toBeUndefined()
    expect(suggest('x', [])).toBeUndefined()
  })

  test('an exact name is its own best suggestion', () => {
    for (const flag of FLAGS) expect(suggest(flag, FLAGS)).toBe(flag)
  })
})
