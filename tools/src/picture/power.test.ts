import { chartOfText, type DrawnChart } from './chart-svg.js'
import { linesOf, readText, scaleOf, type TextLine } from './text.js'

/** Four CPUs; their frequencies are set from CPU 0 and CPU 2; C-states from 0 to 9. */
const TEXT = readText('hardware/frequency.perf.txt')
const lines = linesOf(TEXT)
const endNs = lines.at(-1)?.at ?? 0
const cpus = [0, 1, 2, 3]

/** Values of one event by the CPU that the payload names, each up to the next. */
function spans(of: readonly TextLine[], event: string): { cpu: number; value: number; from: number; to: number }[] {
  const last = new Map<number, { cpu: number; value: number; from: number; to: number }>()
  const all = of.flatMap(line => {
    const match = line.event === event ? /state=(\d+) cpu_id=(\d+)/.exec(line.payload) : null
    if (match === null) return []
    const span = { cpu: Number(match[2]), value: Number(match[1]), from: line.at, to: endNs }
    const before = last.get(span.cpu)
    if (before !== undefined) before.to = line.at
    last.set(span.cpu, span)
    return [span]
  })
  return all
}

const frequencies = spans(lines, 'power:cpu_frequency')
const most = Math.max(...frequencies.map(({ value }) => value))
const stays = spans(lines, 'power:cpu_idle').filter(({ value }) => value < 100)

let chart: DrawnChart
let x: (at: number) => number
beforeAll(async () => {
  chart = await chartOfText(TEXT)
  x = scaleOf(lines, chart.plotWidth)
})
const near = (a: number, b: number, by = 0.26) => Math.abs(a - b) <= by

describe('C-states', () => {
  test('each stay that is wide enough is a box of its depth: colour, height and place', () => {
    const wide = stays.filter(({ from, to }) => x(to) - x(from) >= 1.05)
    expect([...new Set(wide.map(({ value }) => value))].sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
    for (const { cpu, value, from, to } of wide) {
      const boxes = chart.rows[cpu]?.rects.get(`c${value}`) ?? []
      // Two stays of one depth, one right after the other, are one box.
      const box = boxes.find(rect => rect.x - 0.26 <= x(from) && rect.x + rect.width + 0.26 >= x(to))
      expect({ cpu, value, from, found: box?.height }).toEqual({ cpu, value, from, found: value + 1 })
    }
  })

  test('depth 0 has its place and colour too', async () => {
    const polling = TEXT.replaceAll('state=9 cpu_id=3', 'state=0 cpu_id=3')
    const row = (await chartOfText(polling)).rows[3]
    expect(row?.rects.get('c0')?.filter(rect => rect.height === 1 && rect.width > 10).length).toBeGreaterThan(5)
  })

  test('the one that is open at the end reaches to the end', () => {
    const open = stays.filter(({ to }) => to === endNs)
    expect(open.length).toBeGreaterThan(0)
    for (const { cpu, value } of open) {
      const last = chart.rows[cpu]?.rects.get(`c${value}`)?.at(-1)
      expect(near((last?.x ?? 0) + (last?.width ?? 0), chart.plotWidth)).toBe(true)
    }
  })

  test('long stays are named', () => {
    for (const { cpu, value, from, to } of stays) {
      if (x(to) - x(from) > 60) expect(chart.rows[cpu]?.texts).toContain(`C${value}`)
    }
  })

  test('short ones add up to their share of the picture', () => {
    const area = (cpu: number) =>
      [...(chart.rows[cpu]?.rects ?? [])]
        .filter(([fill]) => /^c\d$/.test(fill))
        .flatMap(([, rects]) => rects)
        .reduce((sum, { width, height }) => sum + width * height, 0)
    for (const cpu of [0, 1, 3]) {
      const told = stays
        .filter(stay => stay.cpu === cpu)
        .reduce((sum, { value, from, to }) => sum + (x(to) - x(from)) * (value + 1), 0)
      expect(area(cpu) / told).toBeGreaterThan(0.97)
      expect(area(cpu) / told).toBeLessThan(1.06)
    }
  })
})

describe('frequencies', () => {
  test('belong to the CPU that the payload names, and have one scale for all CPUs', () => {
    for (const { cpu, value, from, to } of frequencies) {
      const before = frequencies.find(span => span.cpu === cpu && span.to === from)
      if (x(to) - x(from) < 1 || before?.value === value) continue
      const y = 9 + 15 * (1 - value / most)
      const corner = chart.rows[cpu]?.line.find(([left, height]) => near(left, x(from)) && near(height, y, 0.51))
      expect({ cpu, value, from, found: corner !== undefined }).toEqual({ cpu, value, from, found: true })
    }
  })

  test('the label has the mean over time', () => {
    for (const cpu of cpus) {
      const own = frequencies.filter(span => span.cpu === cpu)
      const sum = own.reduce((total, { value, from, to }) => total + value * (to - from), 0)
      const ns = own.reduce((total, { from, to }) => total + to - from, 0)
      expect(chart.rows[cpu]?.label).toContain(`${(sum / ns / 1e6).toFixed(2)} GHz)`)
    }
  })

  test('of any height are drawn', async () => {
    const fast = await chartOfText(TEXT.replaceAll('state=3400000', 'state=9100000'))
    expect(fast.svg).toContain('frequency, up to 9.10 GHz')
    expect(fast.rows[0]?.line.some(([, y]) => y === 9)).toBe(true)
    expect(fast.rows[0]?.line.some(([, y]) => near(y, 9 + 15 * (1 - 3 / 9.1), 0.51))).toBe(true)
  })

  test('the details of what ran tell the frequency it ran at', () => {
    // Its first run, worked out from the text.
    const first = lines.find(({ event, payload }) => event === 'sched:sched_switch' && payload.includes('next_pid=700'))
    const last = lines.find(({ event, payload }) => event === 'sched:sched_switch' && payload.includes('prev_pid=700'))
    let sum = 0
    let ns = 0
    for (const { cpu, value, from, to } of frequencies) {
      const shared = cpu === 0 ? Math.min(to, last?.at ?? 0) - Math.max(from, first?.at ?? 0) : 0
      if (shared > 0) sum += value * shared
      if (shared > 0) ns += shared
    }
    expect(chart.svg).toMatch(
      new RegExp(`<title>encode:700 [\\d.]+ ms</title><desc>[^<]*mean frequency: ${(sum / ns / 1e6).toFixed(2)} GHz`),
    )
    expect(chart.svg).toContain('frequency, up to 3.40 GHz')
  })
})

describe('the events of 2.6 kernels', () => {
  /** What these kernels print for the same. The oldest do not tell the CPU: it is the one that the event is on. */
  const toOld = (line: string, withCpu: boolean): string[] => {
    const match = /^(.*?)(power:cpu_\w+): state=(\d+) cpu_id=(\d+)$/.exec(line)
    if (match === null) return [line]
    const [, header = '', event, state, cpu] = match
    const id = withCpu ? ` cpu_id=${cpu}` : ''
    if (!withCpu && !header.includes(`[00${cpu}]`)) return []
    if (event === 'power:cpu_frequency') return [`${header}power:power_frequency: type=2 state=${state}${id}`]
    if (state !== '4294967295') return [`${header}power:power_start: type=1 state=${state}${id}`]
    return [`${header}power:power_end: ${withCpu ? id.trim() : 'dummy=65535'}`]
  }
  const old = (withCpu: boolean) =>
    TEXT.split('\n')
      .flatMap(line => toOld(line, withCpu))
      .join('\n')
  /** Rows without their script and titles: what is drawn. */
  const drawn = (of: DrawnChart) => of.rows.map(({ label, rects, line, texts }) => [label, [...rects], line, texts])

  test('with cpu_id, the chart is the same', async () => {
    const text = old(true)
    expect(text).toContain('power:power_start: type=1 state=9 cpu_id=3')
    expect(text).not.toContain('power:cpu_')
    expect(drawn(await chartOfText(text))).toEqual(drawn(chart))
  })

  test('without cpu_id, that of the header counts', async () => {
    const text = old(false)
    expect(text).toContain('power:power_end: dummy=65535')
    const own = TEXT.split('\n').filter(line => {
      const id = /power:cpu_\w+: state=\d+ cpu_id=(\d)/.exec(line)?.[1]
      return id === undefined || line.includes(`[00${id}]`)
    })
    expect(drawn(await chartOfText(text))).toEqual(drawn(await chartOfText(own.join('\n'))))
  })
})
