import { runStage, type TimelineItem, TimelineItemSchema } from '@tc-stream/event-schema'
import { itemOf, readSamples } from './recording.test.fixture.js'
import { createCallchainResolver } from './resolver.js'

function resolveRecording(name: string) {
  const items: TimelineItem[] = []
  for (const sample of readSamples(name)) {
    const item = itemOf(sample)
    if (item !== undefined) items.push(item)
  }
  const resolver = createCallchainResolver()
  return { resolver, items: [...runStage(resolver, items)] }
}

function countBy<Item>(items: Item[], keyOf: (item: Item) => string | undefined): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const item of items) {
    const key = keyOf(item)
    if (key !== undefined) counts[key] = (counts[key] ?? 0) + 1
  }
  return counts
}

const reasonOf = (item: TimelineItem) => (item.type === 'interval' ? (item.reason ?? 'none') : undefined)
const originOf = (item: TimelineItem) =>
  item.type === 'wakeup' ? `${item.context}${item.interrupt === undefined ? '' : `: ${item.interrupt}`}` : undefined

test('every sleep of a build has a reason that one can read', () => {
  expect(countBy(resolveRecording('build').items, reasonOf)).toMatchInlineSnapshot(`
{
  "do_select": 1,
  "do_sys_poll": 3,
  "do_wait": 20,
  "down_read ← collapse_huge_page": 1,
  "down_read ← lock_mm_and_find_vma": 1,
  "kcompactd": 4,
  "khugepaged": 3,
  "rcu_gp_fqs_loop": 212,
  "rcu_gp_kthread": 12,
  "smpboot_thread_fn": 36,
  "wait_for_completion ← flush_work": 2,
  "wait_for_completion ← kernel_clone": 24,
  "worker_thread": 26,
}
`)
})

test('every sleep of Python threads has a reason that one can read', () => {
  expect(countBy(resolveRecording('threads').items, reasonOf)).toMatchInlineSnapshot(`
{
  "do_sys_poll": 2,
  "futex_wait_queue": 99,
  "hrtimer_nanosleep": 60,
  "kcompactd": 3,
  "khugepaged": 1,
  "rcu_gp_fqs_loop": 71,
  "rcu_gp_kthread": 17,
  "smpboot_thread_fn": 11,
  "worker_thread": 6,
}
`)
})

test('who woke the tasks of a build', () => {
  expect(countBy(resolveRecording('build').items, originOf)).toMatchInlineSnapshot(`
{
  "interrupt: apic timer": 6,
  "interrupt: apic timer, rcu softirq": 58,
  "interrupt: apic timer, softirq": 27,
  "interrupt: apic timer, timer softirq": 135,
  "interrupt: remote wakeup": 88,
  "task": 57,
}
`)
})

test('who woke Python threads', () => {
  expect(countBy(resolveRecording('threads').items, originOf)).toMatchInlineSnapshot(`
{
  "interrupt: apic timer": 67,
  "interrupt: apic timer, rcu softirq": 2,
  "interrupt: apic timer, softirq": 3,
  "interrupt: apic timer, timer softirq": 61,
  "interrupt: call function single, timer softirq": 1,
  "interrupt: remote wakeup": 134,
  "task": 9,
}
`)
})

test.each(['build', 'threads'])('the items of %s hold to the contract, and equal callchains are one array', name => {
  const { resolver, items } = resolveRecording(name)
  const arrays = new Map<string, unknown>()
  let callchains = 0
  for (const item of items) {
    TimelineItemSchema.parse(item)
    if (!('callchain' in item) || item.callchain === undefined) continue
    callchains++
    const text = JSON.stringify(item.callchain)
    expect(arrays.get(text) ?? item.callchain).toBe(item.callchain)
    arrays.set(text, item.callchain)
  }
  expect(resolver.counters).toMatchObject({ callchains, newCallchains: arrays.size, oddFrames: 0, framesResets: 0 })
})
