import { type ChartItem, type IntervalItem, type RowItem, runStage, type TimelineItem } from '@tc-stream/event-schema'
import { createTimelineFilter } from '@tc-stream/timeline-filter'
import { recording, run } from './program.test.helper.js'
import { parseTaskSpec } from './task-spec.js'

jest.setTimeout(180_000)

const BUILD = recording('build.full.txt')
const THREADS = recording('threads.full.txt')
const COMMS = recording('comms.full.txt')

const outcomes = new Map<string, ReturnType<typeof run>>()

/** Each command line is run once. */
function runOnce(...args: string[]): ReturnType<typeof run> {
  const known = outcomes.get(args.join(' ')) ?? run(args)
  outcomes.set(args.join(' '), known)
  return known
}

async function itemsOf<Item>(format: 'timeline' | 'chart', ...args: string[]): Promise<Item[]> {
  const { code, stdout, stderr } = await runOnce(...args, '--format', format, '--validate')
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('tc-stream: read ') })
  return stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as Item)
}
const timelineOf = (...args: string[]) => itemsOf<TimelineItem>('timeline', ...args)
const chartOf = (...args: string[]) => itemsOf<ChartItem>('chart', ...args)

const intervalsOf = (items: readonly TimelineItem[]) =>
  items.filter((item): item is IntervalItem => item.type === 'interval')
const rowsOf = (items: readonly ChartItem[]) => items.filter((item): item is RowItem => item.type === 'row')
const taskRows = (items: readonly ChartItem[]) => rowsOf(items).filter(row => row.kind === 'task')

/** What stands on the rows of CPUs, by whom, without what their task's row is. */
function cpuPicture(items: readonly ChartItem[]) {
  const rows = rowsOf(items).filter(row => row.kind === 'cpu')
  const boxes = items.flatMap(item => {
    if (item.type !== 'box' || rows[item.row] === undefined) return []
    const { taskRow: _, ...rest } = item
    return [rest]
  })
  return { rows, boxes }
}

describe('tasks by name', () => {
  test('exactly those, however little they ran; the rows of CPUs do not change', async () => {
    const all = await timelineOf(BUILD)
    const some = await timelineOf(BUILD, '-p', 'make', '-p', '/^cc1?$/')
    const wanted = intervalsOf(all).filter(item => ['make', 'cc', 'cc1'].includes(item.comm))
    expect(intervalsOf(some)).toEqual(wanted)

    const chart = await chartOf(BUILD, '-p', 'make', '-p', '/^cc1?$/')
    const tasks = new Set(wanted.map(item => item.taskId))
    expect(new Set(taskRows(chart).map(row => row.taskId))).toEqual(tasks)
    expect(taskRows(chart).some(row => (row.totals?.runningNs ?? 0) < 1_000_000)).toBe(true)
    expect(cpuPicture(chart)).toEqual(cpuPicture(await chartOf(BUILD)))
  })

  test('a pid has its threads, a tid has none', async () => {
    const all = intervalsOf(await timelineOf(THREADS))
    const byPid = new Map<number, Set<number>>()
    for (const { pid, tid } of all) {
      if (pid !== null) byPid.set(pid, (byPid.get(pid) ?? new Set()).add(tid))
    }
    const [pid, tids] = [...byPid].sort((a, b) => b[1].size - a[1].size)[0] as [number, Set<number>]
    expect(tids.size).toBeGreaterThan(2)
    const tidsIn = async (...args: string[]) =>
      new Set(intervalsOf(await timelineOf(THREADS, ...args)).map(item => item.tid))
    expect(await tidsIn('-p', `${pid}`)).toEqual(tids)
    expect(await tidsIn('--tid', `${pid}`)).toEqual(new Set([pid]))
    const two = [...tids].slice(0, 2)
    expect(await tidsIn('--tid', two.join(','))).toEqual(new Set(two))
  })

  test('names that would break a shell, an SVG or a pattern', async () => {
    const items = await timelineOf(COMMS)
    const all = intervalsOf(items)
    const names = [...new Set(all.map(item => item.comm))]
    const hostile = names.filter(name => /[<>&"' =\]/\\]|\d$/.test(name) && !/^\/.*\/[a-z]*$/.test(name))
    expect(hostile.length).toBeGreaterThan(5)
    for (const name of hostile) {
      const filter = createTimelineFilter({ processes: [parseTaskSpec(name)] })
      const found = intervalsOf([...runStage(filter, items)])
      expect(found).toEqual(all.filter(item => item.comm === name || `${item.pid}` === name || `${item.tid}` === name))
    }
    const selected = new Set(hostile)
    const found = await timelineOf(COMMS, ...hostile.map(name => `--process=${name}`))
    expect(new Set(intervalsOf(found).map(item => item.comm))).toEqual(selected)
  })

  test('a name that no task has', async () => {
    expect(await run([BUILD, '-p', 'mkae'])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: 'tc-stream: nothing to draw: no task is mkae; did you mean make?\n',
    })
    const outcome = await run([BUILD, '-p', 'make', '-p', '\x1b[31m'])
    expect(outcome.code).toBe(0)
    expect(outcome.stderr).toContain('TC_FILTER_NO_MATCH ×1')
    expect(outcome.stderr).toContain('"\\x1b[31m"')
    const two = await run([BUILD, '-p', 'mkae', '-p', 'make', '--tid', '1234567'])
    expect(two.stderr).toMatch(/TC_FILTER_NO_MATCH ×2: .*: "mkae; did you mean make\?, tid 1234567"/)
  })
})

describe('CPUs', () => {
  test('rows of these CPUs only, and what happened on them', async () => {
    const all = await chartOf(BUILD, '-n', '1000')
    const some = await chartOf(BUILD, '-n', '1000', '-C', '1,3')
    const cpus = (items: ChartItem[]) => rowsOf(items).filter(row => row.kind === 'cpu')
    expect(cpus(some).map(row => row.cpu)).toEqual([1, 3])
    expect(cpus(some).map(row => row.cpuTotals)).toEqual(
      cpus(all)
        .filter((_, at) => at % 2 === 1)
        .map(row => row.cpuTotals),
    )
    const running = intervalsOf(await timelineOf(BUILD, '-C', '1,3')).filter(item => item.state === 'running')
    const expected = intervalsOf(await timelineOf(BUILD)).filter(
      item => item.state === 'running' && (item.cpu === 1 || item.cpu === 3),
    )
    expect(running).toEqual(expected)
    // Totals are those of whole tasks.
    const totals = new Map(taskRows(all).map(row => [row.taskId, row.totals]))
    for (const row of taskRows(some)) expect(row.totals).toEqual(totals.get(row.taskId))
  })

  test('a CPU that is not there', async () => {
    const { code, stderr } = await run([BUILD, '-C', '99'])
    expect(code).toBe(1)
    expect(stderr).toMatch(/^tc-stream: nothing to draw; left out by the selection: .* on CPUs other than 99 \(/)
  })
})

describe('states and durations', () => {
  const args = ['--state', 'blocked,preempted', '--min-duration', '1ms']

  test('what is drawn and what is counted are all of the trace', async () => {
    const all = intervalsOf(await timelineOf(BUILD))
    const items = await timelineOf(BUILD, ...args)
    const wanted = all.filter(item => item.state === 'blocked' || item.cause === 'preempted')
    const long = wanted.filter(item => item.endNs - item.startNs >= 1_000_000)
    expect(long.length).toBeGreaterThan(5)
    expect(intervalsOf(items)).toEqual(long)
    const counts = Object.fromEntries(
      items.flatMap(item => (item.type === 'diagnostic' ? [[item.code, item.count]] : [])),
    )
    expect(counts.TC_FILTER_OTHER_STATES).toBe(all.length - wanted.length)
    expect(counts.TC_FILTER_SHORT).toBe(wanted.length - long.length)
  })

  test.each([[[]], [['--from', '+0.5s', '--to', '+1.2s']]])('totals are those of whole tasks (%j)', async window => {
    const all = taskRows(await chartOf(BUILD, '-n', '1000', ...window))
    const some = taskRows(await chartOf(BUILD, ...args, ...window))
    const totals = new Map(all.map(row => [row.taskId, row.totals]))
    expect(some.length).toBeGreaterThan(2)
    for (const row of some) expect(row.totals).toEqual(totals.get(row.taskId))
  })

  test('the chart and the closing words say what was left out', async () => {
    const { stdout, stderr } = await run([BUILD, ...args, '-p', '/c/', '--no-script'])
    expect(stderr).toMatch(/\n {2}left out by the selection: .*tasks other than \/c\/ \(\d+\)/)
    const notes = stdout.replace(/<\/text>\s*<text[^>]*>/g, ' ')
    expect(notes).toMatch(/Left out by the selection: .*intervals of tasks shorter than 1 ms \(\d+\)/)
    expect(notes).toContain('asleep, or not selected')
  })
})

describe('power only, tasks only', () => {
  test('power only: the rows of CPUs as they are, no others', async () => {
    const chart = await chartOf(BUILD, '-P')
    expect(new Set(rowsOf(chart).map(row => row.kind))).toEqual(new Set(['cpu']))
    expect(cpuPicture(chart)).toEqual(cpuPicture(await chartOf(BUILD)))
    expect(chart.some(item => item.type === 'box' && item.lane === 'cState')).toBe(true)
    expect(chart.some(item => item.type === 'arrow' || item.type === 'worst')).toBe(false)
  })

  test('tasks only: all rows as they are, without C-states and frequencies', async () => {
    const isPower = (item: ChartItem) => item.type === 'box' && (item.lane === 'cState' || item.lane === 'pState')
    const drawn = (items: ChartItem[]) => items.filter(item => item.type === 'row' || item.type === 'box')
    const all = drawn(await chartOf(BUILD))
    const { stderr } = await runOnce(BUILD, '-T', '--format', 'chart', '--validate')
    expect(all.some(isPower)).toBe(true)
    expect(drawn(await chartOf(BUILD, '-T'))).toEqual(all.filter(item => !isPower(item)))
    expect(stderr).toMatch(/left out by the selection: C-states and frequencies of CPUs \(\d/)
  })
})

describe('the filtered timeline', () => {
  test('fed back in, it gives the same chart', async () => {
    const args = ['-p', '/^c/', '-C', '0-1', '--min-duration', '50us']
    const { stdout: kept } = await run([BUILD, ...args, '--format', 'timeline'])
    const again = await run(['--from-format', 'timeline', '--threshold', '0'], { stdin: kept })
    expect(again.code).toBe(0)
    expect(again.stdout).toBe((await run([BUILD, ...args])).stdout)
  })

  test('a window counts from the start of the trace, not of what is selected', async () => {
    const { stdout: whole } = await run([BUILD, '--format', 'timeline'])
    const args = ['--from', '+1s', '--to', '+2s', '-p', '/^as$/', '--format', 'chart']
    const fed = await run(['--from-format', 'timeline', ...args], { stdin: whole })
    const head = (text: string) => /{"type":"chart","startNs":(\d+),"endNs":(\d+)/.exec(text)?.slice(1)
    expect(head(fed.stdout)).toEqual(head((await run([BUILD, ...args])).stdout))
  })
})
