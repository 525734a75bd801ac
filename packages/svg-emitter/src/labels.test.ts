import { type GivenTotals, type RowItem, zeroTotals } from '@tc-stream/event-schema'
import { labelOf } from './labels.js'

const MS = 1_000_000
const SPAN = { startNs: 0, endNs: 100 * MS }

const row = (kind: RowItem['kind'], more: Partial<RowItem> = {}): RowItem => ({
  ...{ type: 'row', row: 0, kind, ...SPAN },
  ...more,
})
const totals = (more: Partial<GivenTotals> = {}): GivenTotals => ({ ...zeroTotals(), ...more })
const factsOf = (item: RowItem, threads?: number) => labelOf(item, true, threads).facts.split(' · ')

describe('a CPU', () => {
  const times = { busyNs: 30 * MS, idleNs: 60 * MS, unknownNs: 10 * MS, switches: 1, lost: 2 }

  test('is told by its share busy and its mean frequency', () => {
    const label = labelOf(row('cpu', { cpu: 3, cpuTotals: times, meanFreqKhz: 2_400_000 }), true)
    expect(label).toEqual({
      name: 'CPU 3',
      number: '(30% busy, 2.40 GHz)',
      facts: 'busy 30.0 ms · idle 60.0 ms · unknown 10.0 ms · 1 switch · 2 lost events · mean frequency 2.40 GHz',
    })
  })

  test('of which only the states of the hardware are known is not called idle', () => {
    const none = { busyNs: 0, idleNs: 0, unknownNs: 100 * MS, switches: 0, lost: 0 }
    expect(labelOf(row('cpu', { cpu: 0, cpuTotals: none }), true).number).toBe('')
    expect(labelOf(row('cpu', { cpu: 0, cpuTotals: none, meanFreqKhz: 800_000 }), true).number).toBe('(800 MHz)')
  })

  test('without sums has what else is known', () => {
    expect(labelOf(row('cpu', { cpu: 1 }), true)).toEqual({ name: 'CPU 1', number: '', facts: '' })
    const { number, facts } = labelOf(row('cpu', { cpu: 1, meanFreqKhz: 800_000 }), true)
    expect([number, facts]).toEqual(['(800 MHz)', 'mean frequency 800 MHz'])
    expect(labelOf(row('cpu'), true).name).toBe('CPU ?')
  })
})

describe('the name of a row', () => {
  test.each<[RowItem, string]>([
    [row('process', { comm: 'make', pid: 12 }), 'make (pid 12)'],
    [row('process', { comm: 'make', pid: null }), 'make'],
    [row('process', { pid: 12 }), ' (pid 12)'],
    [row('group', { comm: 'true', tasks: 3981 }), 'true ×3,981'],
    [row('group', { comm: 'true' }), 'true ×?'],
    [row('task', { comm: 'sh', tid: 7 }), 'sh:7'],
    [row('task', { comm: 'a\nb' }), 'a␊b:?'],
  ])('%j', (item, name) => {
    expect(labelOf(item, true).name).toBe(name)
  })
})

describe('the number of a task', () => {
  const moved = totals({ runningNs: 5 * MS, ioCalls: 1, ioReadBytes: 4096 })

  test('is the time that it ran, and its bytes where it moved any; without states only these', () => {
    expect(labelOf(row('task', { totals: totals({ runningNs: 5 * MS }) }), true).number).toBe('(5.00 ms)')
    expect(labelOf(row('task', { totals: moved }), true).number).toBe('(5.00 ms, 4.00 KiB)')
    expect(labelOf(row('task', { totals: moved }), false).number).toBe('(4.00 KiB)')
    expect(labelOf(row('task', { totals: totals() }), false).number).toBe('(0 B)')
    expect(labelOf(row('task'), true).number).toBe('')
  })

  test('is not that of its process, whose facts stand there', () => {
    expect(labelOf(row('process', { totals: moved }), true).number).toBe('')
  })
})

describe('the facts of a task', () => {
  test('are its sums; what is zero goes without saying', () => {
    const all = totals({
      ...{ runningNs: 5 * MS, waitingNs: 4 * MS, blockedNs: 3 * MS, unknownNs: 2 * MS, maxWaitNs: MS },
      ...{ switches: 2, migrations: 1 },
    })
    const words = ['running 5.00 ms', 'waiting 4.00 ms', 'blocked 3.00 ms', 'unknown 2.00 ms', 'longest wait 1.00 ms']
    expect(factsOf(row('task', { totals: all }))).toEqual([...words, '2 switches', '1 migration'])
    expect(labelOf(row('task', { totals: totals() }), true).facts).toBe('')
  })

  test('tell of I/O what moved where, the calls, and how many failed', () => {
    const io = { ioCalls: 9, ioErrors: 2, ioNs: MS, ioReadBytes: 1, ioWriteBytes: 2, ioRxBytes: 3, ioTxBytes: 4 }
    const bytes = ['read 1 B', 'written 2 B', 'received 3 B', 'sent 4 B']
    expect(factsOf(row('task', { totals: totals(io) }))).toEqual([
      ...bytes,
      '9 calls, 1.00 ms in them',
      '2 of them failed',
    ])
    const { ioCalls, ioErrors, ioNs, ...rest } = totals({ runningNs: MS })
    // A chart from elsewhere need not know of I/O.
    expect(factsOf(row('task', { totals: rest }))).toEqual(['running 1.00 ms'])
    expect(factsOf(row('task', { totals: { ...rest, ioCalls: 1 } }))[1]).toBe('1 call, 0 ns in them')
  })

  test('count the most frequent samples, and sum up the others', () => {
    const few = { faults: 2, 'cache\u0007miss': 30 }
    expect(factsOf(row('task', { samples: few }))).toEqual(['cache␇miss ×30', 'faults ×2'])
    const many = { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 }
    const counted = ['f ×6', 'e ×5', 'd ×4', 'c ×3', '2 more events ×3']
    expect(factsOf(row('task', { samples: many, totals: totals({ runningNs: MS }) }))).toEqual([
      'running 1.00 ms',
      ...counted,
    ])
  })

  test('name who forked it, or at least its parent', () => {
    expect(factsOf(row('task', { parentTid: 5, parentComm: 'ba\tsh', ppid: 4 }))).toEqual(['forked by ba␉sh:5'])
    expect(factsOf(row('task', { parentTid: 5 }))).toEqual(['forked by :5'])
    expect(factsOf(row('task', { ppid: 4 }))).toEqual(['parent pid 4'])
    for (const ppid of [null, 0]) expect(factsOf(row('task', { ppid }))).toEqual([''])
  })

  test('of many tasks begin with how many these are', () => {
    expect(factsOf(row('process', { totals: totals({ runningNs: MS }) }), 3)).toEqual([
      '3 threads drawn',
      'running 1.00 ms',
    ])
    expect(factsOf(row('process', { ppid: 1 }), 1)).toEqual(['1 thread drawn', 'parent pid 1'])
    expect(factsOf(row('group', { tasks: 40 }))).toEqual(['40 tasks'])
    expect(factsOf(row('group'))).toEqual([''])
  })
})
