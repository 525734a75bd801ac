import { CallchainTable } from './callchains.js'

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
