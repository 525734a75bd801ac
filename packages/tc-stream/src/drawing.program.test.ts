import type { CallchainItem, ChartItem, RowItem, TaskItem, TimelineItem } from '@tc-stream/event-schema'
import { recording, run } from './program.test.helper.js'

jest.setTimeout(180_000)

const BUILD = recording('build.full.txt')
const THREADS = recording('threads.full.txt')

async function itemsOf<Item>(format: 'timeline' | 'chart', ...args: string[]): Promise<Item[]> {
  const { code, stdout, stderr } = await run([...args, '--format', format])
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('tc-stream: read ') })
  return stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Item)
}

describe('highlighting', () => {
  test('by length and by name, told in the legend', async () => {
    const { code, stdout, stderr } = await run([BUILD, '--highlight', '200ms', '--highlight', '/^as$/'])
    expect(code).toBe(0)
    expect(stderr).not.toContain('TC_SVG_NO_HIGHLIGHT')
    expect(stdout).toContain('highlighted: longer than 200 ms, /^as$/')
    // The rows of CPUs come first: there too.
    expect(stdout).toMatch(/data-row="0"(?:(?!data-row="1")[\s\S])*class="\w+-spot"/)
  })

  test('a name that nobody has', async () => {
    const { code, stderr } = await run([BUILD, '--highlight', 'nobody'])
    expect(code).toBe(0)
    expect(stderr).toContain('TC_SVG_NO_HIGHLIGHT')
    expect(stderr).toContain('"nobody"')
  })

  test('one of several that nobody has', async () => {
    const { code, stderr } = await run([BUILD, '--highlight', 'mkae', '--highlight', 'make'])
    expect(code).toBe(0)
    expect(stderr).toMatch(/TC_SVG_HIGHLIGHT_NAME ×1: no task in the picture has this name.*: "mkae"/)
  })
})

describe('callchains', () => {
  const chainsOf = async (...args: string[]) => {
    const items = await itemsOf<ChartItem>('chart', BUILD, ...args)
    const chains = items.filter((item): item is CallchainItem => item.type === 'callchain')
    return { chains: chains.map(item => item.frames), items }
  }

  test('the innermost frames are kept, the others counted; reasons are found in all of them', async () => {
    const whole = await chainsOf()
    const cut = await chainsOf('--callchain-depth', '3')
    const longest = (chains: readonly { length: number }[]) => Math.max(...chains.map(frames => frames.length))
    expect(longest(whole.chains)).toBeGreaterThan(3)
    expect(longest(cut.chains)).toBe(3)
    const heads = new Set(whole.chains.map(frames => JSON.stringify(frames.slice(0, 3))))
    for (const frames of cut.chains) expect(heads.has(JSON.stringify(frames))).toBe(true)
    const reasons = (items: ChartItem[]) => items.flatMap(item => (item.type === 'box' ? [item.reason] : []))
    expect(reasons(cut.items)).toEqual(reasons(whole.items))

    const { stdout, stderr } = await run([BUILD, '--callchain-depth', '3', '--no-script'])
    expect(stderr).toMatch(/left out by the selection: frames beyond the innermost 3 of callchains \([\d,]+\)/)
    expect(stdout.replace(/<\/text>\s*<text[^>]*>/g, ' ')).toContain('frames beyond the innermost 3 of callchains')
  })

  test('outermost first, in the titles', async () => {
    const backtraceOf = async (...args: string[]) => {
      const { stdout } = await run([BUILD, '--no-script', '-p', 'make', ...args])
      const [, title = '', list = ''] = /\n(Switched out in[^\n]*):\n((?: {2}[^\n<]*\n?)+)/.exec(stdout) ?? []
      return { title, frames: list.trimEnd().split('\n') }
    }
    const inner = await backtraceOf()
    const outer = await backtraceOf('--caller')
    expect(inner.frames[0]).toContain('__schedule')
    expect(outer).toEqual({ title: 'Switched out in (outermost first)', frames: inner.frames.toReversed() })
  })
})

describe('at least so many tasks', () => {
  /** The rule of perf timechart: 10 ms of running time, ten times less until there are as many. */
  function thresholdFor(tasks: readonly TaskItem[], atLeast: number): number {
    let threshold = 10_000_000
    while (threshold > 0 && tasks.filter(task => task.runningNs >= threshold).length < atLeast) {
      threshold = Math.floor(threshold / 10)
    }
    return threshold
  }

  test.each([
    [BUILD, 15],
    [BUILD, 40],
    [THREADS, 6],
    [THREADS, 15],
    [THREADS, 1_000],
  ])('%s: -n %d', async (file, atLeast) => {
    const timeline = await itemsOf<TimelineItem>('timeline', file)
    const tasks = timeline.filter((item): item is TaskItem => item.type === 'task')
    const chart = await itemsOf<ChartItem>('chart', file, '-n', `${atLeast}`)
    const thresholdNs = thresholdFor(tasks, atLeast)
    expect(chart.find(item => item.type === 'chart')).toMatchObject({ thresholdNs })
    const rows = chart.filter((item): item is RowItem => item.type === 'row' && item.kind === 'task')
    const expected = tasks.filter(task => task.runningNs >= thresholdNs).map(task => task.taskId)
    expect(rows.map(row => row.taskId).sort()).toEqual(expected.sort())
  })
})
