import { MAX_NAME_LENGTH } from '@tc-stream/event-schema'
import { createComms } from './comms.js'

/** A table for one name: each other name that is looked up empties it, unless it is found in its slot. */
const createSmallest = () => createComms(1)

describe('a name is looked up', () => {
  test('once, as long as its task keeps it', () => {
    const comms = createSmallest()
    expect([comms.in('comm=sh ', 5, 7, 7), comms.in('comm=ls ', 5, 7, 8)]).toEqual(['sh', 'ls'])
    expect(comms.evictions).toBe(1)
    expect([comms.in('sh', 0, 2, 7), comms.in('ls', 0, 2, 8), comms.in('sh', 0, 2, 7)]).toEqual(['sh', 'ls', 'sh'])
    expect(comms.evictions).toBe(1)
  })

  test('once for headers, too, which have slots of their own', () => {
    const comms = createSmallest()
    expect([comms.of('sh', 7), comms.in('ls', 0, 2, 7), comms.of('sh', 7), comms.in('ls', 0, 2, 7)]).toEqual([
      ...['sh', 'ls', 'sh', 'ls'],
    ])
    expect(comms.evictions).toBe(1)
  })

  test('anew where another task has its slot', () => {
    const comms = createSmallest()
    const names = [comms.in('sh', 0, 2, 7), comms.in('ls', 0, 2, 7 + 4096), comms.in('sh', 0, 2, 7)]
    expect(names).toEqual(['sh', 'ls', 'sh'])
    expect(comms.evictions).toBe(2)
    expect([comms.of('ls', 7), comms.of('sh', 7 + 4096), comms.of('ls', 7)]).toEqual(['ls', 'sh', 'ls'])
    expect(comms.evictions).toBe(5)
  })

  test('and found in the table, whatever the task', () => {
    const comms = createComms(2)
    for (let tid = 0; tid < 10; tid++) {
      expect([comms.in('sh', 0, 2, tid), comms.of('ls', tid), comms.name('sh')]).toEqual(['sh', 'ls', 'sh'])
    }
    expect(comms.evictions).toBe(0)
  })
})

describe('a name that is too long for an event', () => {
  const long = 'n'.repeat(MAX_NAME_LENGTH + 1)
  const longest = 'n'.repeat(MAX_NAME_LENGTH)

  test('is handed back, and takes no place', () => {
    const comms = createSmallest()
    expect([comms.in('sh', 0, 2, 7), comms.of('sh', 7)]).toEqual(['sh', 'sh'])
    expect([comms.in(long, 0, long.length, 8), comms.of(long, 8), comms.name(long)]).toEqual([long, long, long])
    expect(comms.evictions).toBe(0)
  })

  test('drives no other from its slot', () => {
    const comms = createSmallest()
    expect([comms.in('sh', 0, 2, 7), comms.of('sh', 7)]).toEqual(['sh', 'sh'])
    expect(comms.name('ls')).toBe('ls')
    expect([comms.in(long, 0, long.length, 7), comms.of(long, 7)]).toEqual([long, long])
    expect([comms.in('sh', 0, 2, 7), comms.of('sh', 7)]).toEqual(['sh', 'sh'])
    expect(comms.evictions).toBe(1)
  })

  test('is longer than the longest, which has a place', () => {
    const comms = createSmallest()
    expect([comms.in(longest, 0, longest.length, 7), comms.of(longest, 7)]).toEqual([longest, longest])
    expect(comms.name('sh')).toBe('sh')
    expect([comms.in(longest, 0, longest.length, 7), comms.of(longest, 7)]).toEqual([longest, longest])
    expect(comms.evictions).toBe(1)
  })
})
