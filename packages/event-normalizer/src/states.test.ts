import { parsePrevState, type StateDialect } from './states.js'

const parse = (word: string, dialect: StateDialect = 'keyValue', shifted = false) =>
  parsePrevState(`state=${word} x`, 6, 6 + word.length, dialect, shifted)

test.each([
  ['K', 'S'],
  ['N', 'S'],
  ['W', 'R'],
  ['n', 'R'],
  ['F', undefined],
  ['é', undefined],
  ['|', undefined],
  ['', undefined],
  ['SS', undefined],
])('the letter %j is %s', (word, state) => {
  expect(parse(word)).toBe(state)
})

test('letters that swap their meaning in the plugin', () => {
  expect([...'XZxW'].map(letter => parse(letter, 'plugin'))).toEqual(['Z', 'Z', 'P', 'I'])
  expect([...'XZxW'].map(letter => parse(letter))).toEqual(['X', 'Z', 'X', 'R'])
})

describe('several letters', () => {
  test.each([
    ['S|D', 'D'],
    ['D|S', 'D'],
    ['N|D', 'I'],
    ['D|K|N', 'I'],
    ['N|K', 'S'],
    ['S|N', 'S'],
    ['T|S', 'T'],
    ['F|Z', 'Z'],
    ['Z|F', 'Z'],
    ['SS|Z', 'Z'],
    ['F|O', undefined],
    ['W|S', 'R'],
    ['D|', 'D'],
    ['2|Z', 'Z'],
  ])('%s are %s', (word, state) => {
    expect(parse(word)).toBe(state)
  })

  test('that end in a plus are of a task that was preempted', () => {
    expect(['R+', 'D|K+', 'S+'].map(word => parse(word))).toEqual(['R+', 'R+', 'R+'])
    expect(['+', '+R'].map(word => parse(word))).toEqual([undefined, undefined])
  })
})

describe('numbers', () => {
  test.each([
    ['0', 'R'],
    ['3', 'D'],
    ['5', 'S'],
    ['12', 'T'],
    ['24', 't'],
    ['48', 'X'],
    ['96', 'Z'],
    ['192', 'P'],
    ['255', 'D'],
    ['257', 'S'],
    ['512', 'R+'],
    ['1025', 'S'],
    ['1027', 'I'],
    ['1538', 'I'],
    ['65535', 'I'],
    ['65536', undefined],
    ['0x0', 'R'],
    ['0X20', 'Z'],
    ['0x8A', 'D'],
    ['0x10000', undefined],
    ['0x', undefined],
    ['x2', undefined],
    ['0x2g', undefined],
    ['2g', undefined],
    ['g2', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['9007199254740993', undefined],
  ])('%s is %s', (word, state) => {
    expect(parse(word)).toBe(state)
  })
})

describe('a state that is shifted', () => {
  test.each([
    ['R', 'R'],
    ['S', 'R'],
    ['D', 'S'],
    ['T', 'D'],
    ['t', 'T'],
    ['X', 't'],
    ['Z', 'X'],
    ['P', 'Z'],
    ['I', 'P'],
    ['R+', 'R+'],
    ['2', 'S'],
    ['256', 'R+'],
    ['D|K', 'S'],
    ['F', undefined],
  ])('%s was %s', (word, state) => {
    expect(parse(word, 'keyValue', true)).toBe(state)
  })
})
