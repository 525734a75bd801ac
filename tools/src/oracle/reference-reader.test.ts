import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { switchLine, wakeupLine } from './hand-made.js'
import { readReference } from './reference-reader.js'

const RECORDINGS = join(__dirname, '../../../test-data/recordings')

test('a switch takes one task out and puts another in', () => {
  const { events } = readReference(switchLine(100, 1, 'sh/7', 'R+', 'swapper/0'))
  expect(events).toEqual([
    { kind: 'out', tid: 7, cpu: 1, timeNs: 5_000_000_100n, order: 0, state: 'R+' },
    { kind: 'in', tid: 0, cpu: 1, timeNs: 5_000_000_100n, order: 0 },
  ])
})

test('wakeups of known and of new tasks', () => {
  const text = `${wakeupLine(1, 0, 'a/1', 'b/2')}\n${wakeupLine(2, 0, 'a/1', 'c/3', true)}\n`
  const { events, samples, firstNs, lastNs } = readReference(text)
  expect(events.map(({ kind, tid }) => [kind, tid])).toEqual([
    ['wakeup', 2],
    ['new', 3],
  ])
  expect(samples.map(({ tid }) => tid)).toEqual([1, 1])
  expect([firstNs, lastNs]).toEqual([5_000_000_001n, 5_000_000_002n])
})

test.each(['x ==> y pid=7', 'a:b [000] 1.5:', 'new\nline', '  lead', 'p:1 [120] R', 'comm=z prio=1', ''])(
  'comm %j',
  comm => {
    const text = `${switchLine(1, 2, `${comm}/11`, 'S', `${comm}/12`)}\n${wakeupLine(2, 2, `${comm}/12`, `${comm}/11`)}\n`
    const { events } = readReference(text)
    expect(events.map(({ kind, tid }) => [kind, tid])).toEqual([
      ['out', 11],
      ['in', 12],
      ['wakeup', 11],
    ])
  },
)

test('a switch it cannot read is an error, not a gap', () => {
  const broken = switchLine(1, 0, 'a/1', 'S', 'b/2').replace('prev_state', 'state')
  expect(() => readReference(broken)).toThrow('cannot read sched:sched_switch')
  expect(() => readReference('# nothing')).toThrow('no sample')
})

test.each(['build', 'comms', 'gaps', 'interrupts', 'waits'])('reads every switch of %s', name => {
  const text = readFileSync(join(RECORDINGS, `${name}.full.txt`), 'utf8')
  const { events } = readReference(text)
  const switches = events.filter(({ kind }) => kind === 'out').length
  expect(switches).toBe(text.split('prev_state=').length - 1)
  expect(switches).toBeGreaterThan(200)
})
