import type { IntervalItem, TimelineItem } from '@tc-stream/event-schema'
import { chartOf } from './check-chart.js'

const all = { thresholdNs: 0, minTasks: 0 }

function interval(taskId: number, item: Partial<IntervalItem>): IntervalItem {
  const task = { taskId, tid: taskId, pid: taskId, comm: `task ${taskId}` }
  return { type: 'interval', ...task, state: 'running', cpu: 0, startNs: 0, endNs: 10, ...item }
}

describe('frequencies', () => {
  const pState = (cpu: number, freqKhz: number, startNs: number, endNs: number): TimelineItem => ({
    ...{ type: 'pState', cpu, freqKhz, startNs, endNs },
  })
  const items = [pState(0, 800_000, 0, 30), pState(0, 3_200_000, 30, 40), pState(1, 2_000_000, 10, 40)]

  test('the mean counts each by its time; the highest is that of all CPUs', () => {
    const chart = chartOf(items, all)
    expect(chart.rows.map(row => row.meanFreqKhz)).toEqual([1_400_000, 2_000_000])
    expect(chart.head.maxFreqKhz).toBe(3_200_000)
  })

  test('in a window, those of the window count', () => {
    const chart = chartOf(items, { ...all, toNs: 30 })
    expect(chart.rows.map(row => row.meanFreqKhz)).toEqual([800_000, 2_000_000])
    expect(chart.head.maxFreqKhz).toBe(2_000_000)
  })

  test('a trace without any tells none', () => {
    expect(chartOf([interval(1, {})], all).head).not.toHaveProperty('maxFreqKhz')
  })
})

test('where a hardware state goes on after the trace, or its end was concluded, the box says so', () => {
  const chart = chartOf(
    [
      { type: 'cState', cpu: 0, state: 9, startNs: 0, endNs: 5, inferred: true },
      { type: 'cState', cpu: 0, state: 3, startNs: 10, endNs: 20, cut: 'end' },
      { type: 'interrupt', cpu: 0, kind: 'vector', name: 'local_timer', startNs: 15, endNs: 20, cut: 'end' },
    ],
    all,
  )
  expect(chart.boxes.map(({ lane, state, inferred, cut, text }) => [lane, state, inferred, cut, text])).toEqual([
    ['cState', 'C9', true, undefined, undefined],
    ['cState', 'C3', undefined, 'end', undefined],
    ['interrupt', 'vector', undefined, 'end', 'local_timer'],
  ])
})

test('a gap in which events were lost is another thing than one of which nothing is known', () => {
  const chart = chartOf(
    [
      { type: 'cpuGap', cpu: 0, startNs: 0, endNs: 5 },
      { type: 'cpuGap', cpu: 0, startNs: 10, endNs: 30, lost: 7 },
    ],
    all,
  )
  expect(chart.boxes.map(({ state, text }) => [state, text])).toEqual([
    ['unknown', undefined],
    ['lost', '7 events lost'],
  ])
})

describe('a wakeup by an interrupt', () => {
  const wait = (extra: Partial<IntervalItem>) =>
    interval(2, { state: 'waiting', cause: 'woken', startNs: 20, endNs: 30, wakeupNs: 20, wakerCpu: 1, ...extra })
  const cpus: TimelineItem[] = [
    { type: 'idle', cpu: 0, startNs: 0, endNs: 40 },
    { type: 'idle', cpu: 1, startNs: 0, endNs: 40 },
  ]
  const chartWith = (extra: Partial<IntervalItem>) => chartOf([...cpus, interval(1, {}), wait(extra)], all)

  test('comes from the row of its CPU, not from the task that it stopped', () => {
    const waker = { wakerTid: 1, wakerTaskId: 1, wakerComm: 'task 1', context: 'interrupt', interrupt: 'nvme' } as const
    const chart = chartWith(waker)
    expect(chart.arrows).toMatchObject([{ timeNs: 20, fromRow: 1, toRow: 3, context: 'interrupt' }])
    expect(chart.boxes.find(box => box.state === 'waiting')).toMatchObject({
      wakerRow: 1,
      wakerCpu: 1,
      interrupt: 'nvme',
    })
    expect(chartWith({ ...waker, context: 'task' }).arrows).toMatchObject([{ fromRow: 2, toRow: 3, context: 'task' }])
  })

  test('also where the CPU was idle; where the CPU is not known, from nowhere', () => {
    expect(chartWith({ wakerTid: 0, context: 'interrupt' }).arrows).toMatchObject([{ fromRow: 1 }])
    const { wakerCpu: _, ...nowhere } = wait({ wakerTid: 0, context: 'interrupt' })
    expect(chartOf([...cpus, nowhere], all).arrows).toEqual([])
  })
})
