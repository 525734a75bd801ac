import { CallchainTable, NameTable } from './intern.js'

describe('a table of names', () => {
  test('holds as many as its limit, and begins anew with the next', () => {
    let cleared = 0
    const names = new NameTable(2, () => cleared++)
    expect(['a', 'b', 'a', 'b', 'a'].map(name => names.get(name))).toEqual(['a', 'b', 'a', 'b', 'a'])
    expect(cleared).toBe(0)
    expect(names.get('c')).toBe('c')
    expect(cleared).toBe(1)
    names.get('c')
    names.get('a')
    expect(cleared).toBe(1)
    names.get('b')
    expect(cleared).toBe(2)
  })
})

describe('a table of callchains', () => {
  function createTable(maxFrames: number, maxCallchains: number) {
    const counts = { cleared: 0 }
    const table = new CallchainTable(maxFrames, maxCallchains, () => counts.cleared++)
    const take = (...frames: string[]) => {
      for (const frame of frames) table.add(table.frameOf(frame))
      return table.take()
    }
    return { table, take, counts }
  }

  test('gives equal ones one array, and others one of their own', () => {
    const { take, counts } = createTable(100, 100)
    const chains = [['a', 'b'], ['b', 'a'], ['a'], ['a', 'b', 'c'], ['a', 'b', 'a'], ['c']]
    const first = chains.map(frames => take(...frames))
    expect(first).toEqual(chains)
    for (const [at, frames] of chains.entries()) expect(take(...frames)).toBe(first[at])
    expect(counts.cleared).toBe(0)
  })

  test('tells how deep the open one is', () => {
    const { table, take } = createTable(100, 100)
    expect(table.depth).toBe(0)
    table.add(table.frameOf('a'))
    table.add(table.frameOf('b'))
    expect(table.depth).toBe(2)
    expect(take('c')).toEqual(['a', 'b', 'c'])
    expect(table.depth).toBe(0)
  })

  test('gives equal frames one object', () => {
    const { table } = createTable(2, 100)
    const frame = table.frameOf('a')
    expect(table.frameOf('b')).not.toEqual(frame)
    expect(table.frameOf('a')).toBe(frame)
    table.frameOf('c')
    expect(table.frameOf('a')).not.toBe(frame)
  })

  test('holds as many frames as its limit, and begins anew with the next', () => {
    const { table, counts } = createTable(2, 100)
    for (const text of ['a', 'b', 'a']) table.frameOf(text)
    expect(counts.cleared).toBe(0)
    table.frameOf('c')
    expect(counts.cleared).toBe(1)
    table.frameOf('d')
    expect(counts.cleared).toBe(1)
  })

  test('holds as many callchains as its limit, and begins anew with the next', () => {
    const { take, counts } = createTable(100, 2)
    const a = take('a')
    take('b')
    expect(take('a')).toBe(a)
    expect(counts.cleared).toBe(0)
    take('c')
    expect(counts.cleared).toBe(1)
    const again = take('a')
    expect(again).toEqual(a)
    expect(again).not.toBe(a)
    expect(counts.cleared).toBe(1)
  })

  test('a new beginning in the midst of one leaves its frames as they are', () => {
    const { take, counts } = createTable(2, 100)
    expect(take('a', 'b', 'c', 'd', 'e')).toEqual(['a', 'b', 'c', 'd', 'e'])
    expect(counts.cleared).toBe(2)
  })

  test('one of the same hash takes the place of another, and no room', () => {
    const counts = { cleared: 0 }
    const table = new CallchainTable(10, 1, () => counts.cleared++)
    const take = (text: string) => {
      table.add({ text, hash: 1 })
      return table.take()
    }
    const x = take('x')
    expect(take('x')).toBe(x)
    expect(take('y')).toEqual(['y'])
    expect(take('x')).toEqual(['x'])
    expect(take('x')).not.toBe(x)
    expect(counts.cleared).toBe(0)
  })

  test('one of the same hash that is shorter or longer is another', () => {
    const table = new CallchainTable(10, 10, () => {})
    const x = { text: 'x', hash: 5 }
    // With this one the hash of both frames is that of the first alone.
    const y = { text: 'y', hash: 5 ^ (Math.imul(5, 0x01000193) + 1) }
    const take = (...frames: { text: string; hash: number }[]) => {
      for (const frame of frames) table.add(frame)
      return table.take()
    }
    expect([take(x), take(x, y), take(x), take(x, y)]).toEqual([['x'], ['x', 'y'], ['x'], ['x', 'y']])
  })
})
