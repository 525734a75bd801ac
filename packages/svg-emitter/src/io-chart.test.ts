import { type ChartItem, ChartItemSchema, runStage } from '@tc-stream/event-schema'
import { createSvgEmitter } from './emitter.js'
import type { SvgOptions } from './options.js'
import { ioChart } from './testing/io-chart.js'
import { readXml } from './testing/xml.js'

const alone = ioChart({ scheduled: false })
const beside = ioChart({ scheduled: true })

const svgOf = (items: readonly ChartItem[], options?: Partial<SvgOptions>) =>
  [...runStage(createSvgEmitter(options), items)].join('')
/** What stands in the picture itself, as one line. */
const textOf = (items: readonly ChartItem[]) =>
  readXml(svgOf(items, { script: false, theme: 'light' }))
    .texts.join(' ')
    .replace(/\s+/g, ' ')

test('the charts of these tests keep the contract', () => {
  for (const item of [...alone, ...beside]) ChartItemSchema.parse(item)
})

describe('I/O alone', () => {
  const text = textOf(alone)

  test('is called so, and says what is not known', () => {
    expect(text).toContain('I/O timeline: 7 tasks on 4 CPUs, 100 ms')
    expect(text).toContain('No scheduler events: when tasks ran, waited or slept is not known.')
    expect(text).not.toMatch(/running|waiting|blocked|busy/)
  })

  test('tells bytes in the label, the summary and below the rows', () => {
    expect(text).toMatch(/cat:7 \(1\.00 MiB\)/)
    expect(text).toContain('(bytes moved)')
    expect(text).toContain('43 I/O calls, 1.00 MiB')
    expect(text).toContain('Most bytes')
    expect(text).toContain('1.00 MiB in')
    expect(text).toContain('Most time in I/O calls')
    expect(text).toMatch(/cat:7 · 40 calls · 3 failed/)
    expect(text).toContain('Left out: 3 tasks that moved less than 1.00 MiB each, 100 B in all.')
    expect(text).toContain('I/O: 43 calls moved 1.00 MiB; failed: 2 × EAGAIN, 1 × EBADF.')
  })

  test('the legend explains I/O, its scale, and no states', () => {
    expect(text).toContain('read above, written below')
    expect(text).toContain('as high as the bytes, up to 1.00 MiB (log scale)')
    // What the chart is about comes first.
    expect(text.indexOf('read above')).toBeLessThan(text.indexOf('fork'))
  })

  test('has rows that it fills, and only tasks with I/O have them', () => {
    const paths = [...svgOf(alone).matchAll(/<path d="([^"]+)" class="\w+-(io\w+)"/g)].map(([, d, slot]) => [slot, d])
    expect(new Set(paths.map(([slot]) => slot))).toEqual(new Set(['ioFile', 'ioNet', 'ioSync', 'ioPoll', 'ioError']))
    const sync = paths.find(([slot]) => slot === 'ioSync')?.[1]
    expect(sync).toMatch(/^M\d+(\.\d+)? 4h\d+(\.\d+)?v27h/)
  })
})

describe('I/O beside states', () => {
  const text = textOf(beside)

  test('both are in the row, the label and the legend', () => {
    expect(text).toContain('Scheduling timeline: 7 tasks')
    expect(text).toContain('(40.0 ms, 1.00 MiB)')
    expect(text).toContain('waiting for a CPU')
    expect(text).toContain('read above, written below')
    expect(text).toContain('Longest waits for a CPU')
    expect(text).toContain(
      'Left out: 3 tasks that ran less than 10.0 ms and moved less than 1.00 MiB each, 0 ns of running time and 100 B in all.',
    )
    const svg = svgOf(beside)
    expect(svg).toMatch(/<path d="M0 3h\d+(\.\d+)?v13h[^"]*" class="\w+-running"/)
    expect(svg).toMatch(/<path d="M\d+(\.\d+)? 18h\d+(\.\d+)?v15h[^"]*" class="\w+-ioSync"/)
  })
})

describe('the details of a call', () => {
  const titles = [...svgOf(alone, { script: false }).matchAll(/<g><title>([^<]*)<\/title><desc>([^<]*)/g)].map(
    ([, title, desc]) => `${title}\n${desc}`,
  )
  const about = (name: string) => titles.find(text => text.startsWith(name)) ?? `no ${name}`

  test('name the call, the bytes and the time; of several also how many', () => {
    const read = about('16 × pread64 1.00 MiB in 10.0 ms')
    expect(read).toContain('file descriptor: 3')
    expect(read).toContain('bytes: 1,048,576')
    expect(read).toContain('merged: 16 calls')
    expect(read).toContain('latency: 500 µs on average, 700 µs at most')
    expect(read).toContain('duration: 10 ms')
  })

  test('tell an error by its name', () => {
    const failed = about('recvfrom EAGAIN in 1.00 ms')
    expect(failed).toContain('error: EAGAIN')
    expect(failed).toContain('latency: 1 ms')
    expect(failed).toContain('file descriptor: 4')
    expect(failed).not.toContain('merged')
  })

  test('a sync moves no bytes, a poll has no descriptor, what has not returned says so', () => {
    expect(about('fsync in 10.0 ms')).not.toContain('bytes')
    expect(about('ppoll in 15.0 ms')).not.toContain('descriptor:')
    expect(about('write in 5.00 ms')).toContain('cut: had not returned by then')
  })

  test('a bin tells calls, bytes and errors', () => {
    const bin = about('5.00 ms of short intervals: rx, read EBADF')
    expect(bin).toContain('rx: 20%, 1 ms in 20, 4.00 KiB')
    expect(bin).toContain('read EBADF: &lt;0.1%, 500 ns in 1\n')
    expect(bin).toContain('longest: rx, 90 µs at 5.075000 s')
  })
})
