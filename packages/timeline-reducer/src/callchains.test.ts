import type { Frame } from '@tc-stream/event-schema'
import { CallchainTable, type KeptCallchain } from './callchains.js'
import { MAX_LONG_TEXT } from './long-frames.js'

const chain = (ip: string) => [{ ip, symbol: `at_${ip}`, dso: null }]

describe('CallchainTable', () => {
  test('keeps equal callchains once, until the last reference is gone', () => {
    const table = new CallchainTable(10, () => {})
    const first = table.retain(chain('a'), false)
    expect(table.retain(chain('a'), false)).toBe(first)
    expect(table.retain(['a'], false)).not.toBe(first)
    expect(table.retain([{ ip: 'a', symbol: 'other', dso: null }], false)).not.toBe(first)
    expect(table.size).toBe(3)
    table.release(first)
    expect(table.size).toBe(3)
    table.release(first)
    expect(table.size).toBe(2)
    expect(table.retain(chain('a'), false)).not.toBe(first)
  })

  test('refuses and counts what is beyond its limit, except for the worst', () => {
    let refused = 0
    const table = new CallchainTable(1, () => refused++)
    table.retain(chain('a'), false)
    expect(table.retain(chain('b'), false)).toBeNull()
    const worst = { chain: table.retain(chain('b'), true) }
    expect(worst.chain).not.toBeNull()
    expect(table.retain(chain('b'), false)).toBeNull()
    expect([table.size, refused]).toEqual([2, 2])
    table.unpin(worst)
    expect([worst.chain, table.size, refused]).toEqual([null, 1, 3])
  })

  test('is full when the long names of its frames are too much', () => {
    let refused = 0
    const table = new CallchainTable(1_000_000, () => refused++)
    const long = (at: number) => [{ ip: String(at), symbol: 'x'.repeat(1_000), dso: null }]
    const kept = Array.from({ length: MAX_LONG_TEXT / 1_000 + 2 }, (_, at) => table.retain(long(at), false))
    expect(kept.filter(one => one === null).length).toBe(refused)
    expect(refused).toBeGreaterThan(0)
    expect(table.retain(long(-1), true)).not.toBeNull()
    for (const one of kept) table.release(one)
    expect(table.retain(long(-2), false)).not.toBeNull()
  })

  test('frees room for others', () => {
    const table = new CallchainTable(1, () => {})
    for (let i = 0; i < 1_000; i++) {
      const kept = table.retain(chain(String(i)), false)
      expect(kept).not.toBeNull()
      table.release(kept)
    }
    expect(table.size).toBe(0)
  })
})

/** The hash goes by addresses: these share theirs, and only a look at the frames tells them apart. */
describe('callchains of the same addresses', () => {
  const frame: Frame = { ip: 'a', symbol: 'f', offset: 1, dso: 'x' }
  const differing: readonly Frame[] = [
    { ...frame, symbol: 'g' },
    { ...frame, offset: 2 },
    { ...frame, dso: 'y' },
    { ...frame, inlined: true },
    { ...frame, kernel: true },
  ]

  test.each(differing)('differ in %j', other => {
    const table = new CallchainTable(10, () => {})
    const first = table.retain([frame], false)
    const second = table.retain([other], false)
    expect(second).not.toBe(first)
    expect([first?.hash, second?.frames]).toEqual([second?.hash, [other]])
    expect(table.retain([{ ...frame }], false)).toBe(first)
    expect(table.retain([{ ...other }], false)).toBe(second)
  })

  test('a frame of text is not one with an address, and one without an address goes by its symbol', () => {
    const table = new CallchainTable(10, () => {})
    const chains: (Frame | string)[][] = [['a'], [frame], ['b'], [{ ip: null, symbol: 'b', dso: null }]]
    const kept = chains.map(one => table.retain(one, false))
    expect(new Set(kept).size).toBe(4)
    expect(kept[2]?.hash).toBe(kept[3]?.hash)
    expect(kept[0]?.hash).not.toBe(kept[2]?.hash)
    expect(chains.map(one => table.retain([...one], false))).toEqual(kept)
  })

  test('a frame more is another callchain, and so is another way to cut the same text', () => {
    const table = new CallchainTable(10, () => {})
    const chains = [['ab'], ['a', 'b'], ['ab', 'c'], ['ab', 'c', 'c']]
    const kept = chains.map(one => table.retain(one, false))
    expect(new Set(kept.map(one => one?.hash)).size).toBe(4)
    expect(kept.map(one => one?.frames)).toEqual(chains)
  })

  test.each([[[0, 1, 2]], [[0, 2, 1]], [[1, 0, 2]], [[1, 2, 0]], [[2, 0, 1]], [[2, 1, 0]]])(
    'go one by one, in the order %j, and the others are still found',
    order => {
      const table = new CallchainTable(10, () => {})
      const chains = differing.slice(0, 3).map(one => [one])
      const kept = chains.map(one => table.retain(one, false)) as KeptCallchain[]
      const gone = new Set<number>()
      for (const at of order) {
        table.release(kept[at] as KeptCallchain)
        gone.add(at)
        expect(table.size).toBe(3 - gone.size)
        for (const [left, chain] of chains.entries()) {
          if (gone.has(left)) continue
          const again = table.retain([...chain], false)
          expect(again).toBe(kept[left])
          table.release(again)
        }
      }
      expect(chains.map(one => table.retain(one, false)).every((one, at) => one !== kept[at])).toBe(true)
    },
  )
})

describe('callchains beyond the limit', () => {
  test('take no place from others, and give none when they go', () => {
    let refused = 0
    const table = new CallchainTable(2, () => refused++)
    table.retain(chain('a'), false)
    table.retain(chain('b'), false)
    const extras = ['c', 'd', 'e'].map(ip => table.retain(chain(ip), true)) as KeptCallchain[]
    expect(extras.map(one => one.extra)).toEqual([true, true, true])
    for (const one of extras.slice(1)) table.release(one)
    expect(table.size).toBe(3)
    expect(table.retain(chain('f'), false)).toBeNull()
    expect(refused).toBe(1)
    table.release(table.retain(chain('a'), false))
    expect(table.retain(chain('g'), false)).toBeNull()
  })

  test('a place that becomes free is for the next, though some are kept beyond the limit', () => {
    const table = new CallchainTable(1, () => {})
    const first = table.retain(chain('a'), false)
    table.retain(chain('b'), true)
    table.release(first)
    const next = table.retain(chain('c'), false)
    expect(next?.extra).toBe(false)
    expect(table.retain(chain('d'), false)).toBeNull()
  })

  test('one within the limit stays with its box when that is among the worst no more', () => {
    const table = new CallchainTable(1, () => {})
    const box = { chain: table.retain(chain('a'), true) }
    table.unpin(box)
    expect(box.chain?.references).toBe(1)
    table.unpin({ chain: null })
    expect(table.size).toBe(1)
  })

  test('no frames are no callchain', () => {
    const table = new CallchainTable(1, () => {})
    expect([table.retain([], true), table.retain(undefined, true), table.size]).toEqual([null, null, 0])
  })
})
