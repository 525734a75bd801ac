import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventsOf, usualEvents, WANTED_EVENTS } from './record-events.js'

const RECORDINGS = join(__dirname, '../../../test-data/recordings')
const VECTORS = ['local_timer_entry', 'local_timer_exit', 'irq_work_entry', 'irq_work_exit', 'vector_alloc', 'filter']
const everything = new Set([...WANTED_EVENTS, ...VECTORS.map(name => `irq_vectors:${name}`), 'kmem:kmalloc'])

/** The events that a recording of the same kind was made with, by its command line. */
function recordedEvents(name: string): string[] {
  const header = readFileSync(join(RECORDINGS, `${name}.full.txt`), 'utf8').slice(0, 20_000)
  const command = /^# cmdline : (.*)$/m.exec(header)?.[1] ?? ''
  return [...command.matchAll(/-e (\S+:\S+)/g)].flatMap(match => match[1] ?? [])
}

describe('the events to record', () => {
  test('hold all that the recordings of interrupts and of I/O were made with', () => {
    expect(recordedEvents('interrupts').length).toBeGreaterThan(10)
    expect(eventsOf('all', everything)).toEqual(expect.arrayContaining(recordedEvents('interrupts')))
    const io = recordedEvents('io')
    expect(io.length).toBe(48)
    expect(eventsOf('io', everything)).toEqual(expect.arrayContaining(io))
    expect(eventsOf('io', everything).length).toBe(48 + 2 * 10)
  })

  test('of power only, of tasks only', () => {
    expect(new Set(eventsOf('power', everything).map(event => event.split(':')[0]))).toEqual(new Set(['power']))
    expect(new Set(eventsOf('tasks', everything).map(event => event.split(':')[0]))).toEqual(new Set(['sched']))
    expect(eventsOf('tasks', everything)).toContain('sched:sched_waking')
  })

  test('are those that the kernel has', () => {
    expect(eventsOf('all', new Set(['sched:sched_switch', 'irq:softirq_entry', 'kmem:kmalloc']))).toEqual([
      'sched:sched_switch',
      'irq:softirq_entry',
    ])
    expect(eventsOf('power', new Set(['power:power_start', 'power:power_end']))).toEqual([
      'power:power_start',
      'power:power_end',
    ])
    expect(eventsOf('io', new Set())).toEqual([])
  })

  test('of interrupt vectors are entries and exits, without those the kernel refuses to sample', () => {
    expect(eventsOf('all', everything).filter(event => event.startsWith('irq_vectors:'))).toEqual([
      'irq_vectors:local_timer_entry',
      'irq_vectors:local_timer_exit',
    ])
  })

  test('of every kernel of today', () => {
    expect(usualEvents('power')).toEqual(['power:cpu_idle', 'power:cpu_frequency'])
    expect(usualEvents('all')).toContain('sched:sched_switch')
  })
})
