import { chartOfText, type DrawnChart, type DrawnRow } from './chart-svg.js'
import { linesOf, readText, scaleOf } from './text.js'

const near = (a: number, b: number, by = 0.51) => Math.abs(a - b) <= by
const rowOf = (chart: DrawnChart, label: string): DrawnRow | undefined =>
  chart.rows.find(row => row.label.startsWith(label))

describe('the interrupts recording', () => {
  const text = readText('recordings/interrupts.full.txt')
  const lines = linesOf(text).filter(line => !line.event.startsWith('PERF_RECORD'))
  let chart: DrawnChart
  let x: (at: number) => number
  beforeAll(async () => {
    chart = await chartOfText(text)
    x = scaleOf(lines, chart.plotWidth)
  })

  /** Kind, what its entry looks like, and where its line lies. */
  const KINDS = [
    ['vector', /^irq_vectors:local_timer_entry$/, 3],
    ['softirq', /^irq:softirq_entry$/, 5],
  ] as const

  test.each(KINDS)('every %s is a bar on the row of its CPU, on the line of its kind', (kind, entry, top) => {
    const entries = lines.filter(line => entry.test(line.event))
    expect(entries.length).toBeGreaterThan(400)
    for (const { cpu, at } of entries) {
      const bars = rowOf(chart, `CPU ${cpu}`)?.rects.get(kind) ?? []
      const bar = bars.find(rect => rect.x - 0.3 <= x(at) && rect.x + rect.width + 0.3 >= x(at))
      expect({ cpu, at, found: bar !== undefined }).toEqual({ cpu, at, found: true })
      expect(bar?.y).toBeGreaterThanOrEqual(top)
      expect((bar?.y ?? 0) + (bar?.height ?? 0)).toBe(top + 2)
    }
  })

  test('an interrupt that wakes a task has an arrow from its CPU, one that a task makes has one from that task', () => {
    const dashed = chart.arrows.filter(arrow => arrow.dashed)
    const plain = chart.arrows.filter(arrow => !arrow.dashed)
    expect(dashed.length).toBeGreaterThan(5)
    expect(plain.length).toBeGreaterThan(3)
    const rowAt = (y: number) => chart.rows.findLast(row => row.y <= y)?.label ?? ''
    for (const arrow of dashed) expect(rowAt(arrow.fromY)).toMatch(/^CPU \d/)
    for (const arrow of plain) expect(rowAt(arrow.fromY)).not.toMatch(/^CPU \d/)
    // The CPU is that of the waking, and the time that of the waking too.
    const wakings = lines.filter(line => line.event === 'sched:sched_waking' || line.event === 'sched:sched_wakeup_new')
    for (const { x: at, fromY } of dashed) {
      const cpu = Number(/^CPU (\d+)/.exec(rowAt(fromY))?.[1])
      expect(wakings.some(line => line.cpu === cpu && near(x(line.at), at))).toBe(true)
    }
  })

  test('a task that changes its CPU is marked at that moment', () => {
    let found = 0
    for (const { event, payload, at } of lines) {
      const [, comm, tid] = event === 'sched:sched_migrate_task' ? (/comm=(\S+) pid=(\d+)/.exec(payload) ?? []) : []
      const row = tid === undefined ? undefined : rowOf(chart, `${comm}:${tid} `)
      if (row === undefined) continue
      found++
      // Of two that are close together the second is a tick.
      const marks = (row.paths.get('migration') ?? []).map(path => Number(/^M(-?[\d.]+)/.exec(path)?.[1]))
      expect(marks.some(mark => near(mark + 3.5, x(at)) || near(mark, x(at), 1.1))).toBe(true)
    }
    expect(found).toBeGreaterThan(15)
  })

  test('the machine that is named is the one that was recorded', () => {
    expect(text).toContain('# cpudesc : QEMU TCG CPU version 2.5+')
    expect(chart.svg).toContain('>QEMU TCG CPU version 2.5+  ·  4 CPUs')
  })

  test('start, fork, exec and exit have their marks, and details that say so', async () => {
    const details = (kind: string) => chart.svg.match(new RegExp(`<title>${kind}(?:: [^<]*)?</title>`, 'g')) ?? []
    const count = (event: string) => lines.filter(line => line.event === event).length
    expect(details('fork').length).toBe(count('sched:sched_process_fork'))
    expect(details('exec').length).toBe(count('sched:sched_process_exec'))
    expect(details('exit').length).toBe(count('sched:sched_process_exit'))
    expect(details('start').length).toBe(count('sched:sched_process_fork'))
    expect(details('start')).toContain('<title>start: forked by bash:361</title>')
    expect(details('exec')).toContain('<title>exec: md5sum</title>')
    expect(details('migration').every(title => /CPU \d → \d/.test(title))).toBe(true)
  })
})

describe('lost events', () => {
  const text = readText('hardware/lost.perf.txt')
  const lines = linesOf(text)
  let chart: DrawnChart
  let x: (at: number) => number
  beforeAll(async () => {
    chart = await chartOfText(text)
    x = scaleOf(lines, chart.plotWidth)
  })

  test('are a band on their CPU from the last event before to the next sight of it, and a mark', () => {
    const bands = rowOf(chart, 'CPU 1')?.rects.get('lost') ?? []
    // Nothing is known between the last event before each loss and the event after it.
    const losses = lines.flatMap((line, index) => {
      if (!line.event.startsWith('PERF_RECORD_LOST')) return []
      const before = lines.slice(0, index).findLast(other => other.cpu === line.cpu)
      const after = lines.slice(index + 1).find(other => other.cpu === line.cpu)
      return [{ from: before?.at ?? 0, to: after?.at ?? 0, at: line.at }]
    })
    expect(bands.length).toBe(2)
    expect(losses.length).toBe(2)
    for (const [index, { from, to, at }] of losses.entries()) {
      const band = bands[index]
      expect(near(band?.x ?? 0, x(from))).toBe(true)
      // Boxes of a CPU are parted by a hairline.
      expect(near((band?.x ?? 0) + (band?.width ?? 0), x(to), 0.8)).toBe(true)
      const marks = (rowOf(chart, 'CPU 1')?.paths.get('lostInk') ?? []).map(path =>
        Number(/^M([\d.]+)/.exec(path)?.[1]),
      )
      expect(marks.some(mark => near(mark + 4, x(at)))).toBe(true)
    }
    expect(rowOf(chart, 'CPU 0')?.rects.has('lost')).toBe(false)
    expect(chart.svg).toContain('<title>37 events lost 6.00 ms</title>')
  })

  test('leave the tasks of that CPU unknown until each is seen again, and those of other CPUs alone', () => {
    const unknownAt = (task: string, at: number) =>
      (rowOf(chart, task)?.rects.get('unknown') ?? []).some(({ x: left, width }) => left <= at && at <= left + width)
    const inside = x(443.108e9)
    for (const task of ['sh:310', 'cc1:311', 'ld:312']) expect(unknownAt(task, inside)).toBe(true)
    expect(unknownAt('logger:320', inside)).toBe(false)
    // ld is seen again by the switch after the loss; sh is not, until it is woken at 14.0 ms.
    expect(unknownAt('ld:312', x(443.112e9))).toBe(false)
    expect(unknownAt('sh:310', x(443.1135e9))).toBe(true)
    expect(unknownAt('sh:310', x(443.1145e9))).toBe(false)
  })
})
