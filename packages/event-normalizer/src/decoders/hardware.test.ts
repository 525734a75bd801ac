import { expectUnknownForm, normalizeOne, recordOf } from '../records.test.kit.js'

const IRQ = 'irq:irq_handler_entry'
const SOFTIRQ = 'irq:softirq_entry'

describe('interrupts and power in another form are not guessed at', () => {
  test.each([
    [IRQ, 'name=eth0'],
    [IRQ, 'irq=x name=eth0'],
    ['irq:irq_handler_exit', 'ret=handled'],
    [SOFTIRQ, '[action=RCU]'],
    ['ipi:ipi_entry', 'Rescheduling)'],
    ['ipi:ipi_exit', '(Rescheduling'],
    ['power:cpu_idle', 'cpu_id=1'],
    ['power:cpu_frequency', 'cpu_id=1'],
    ['power:power_frequency', 'type=2 cpu_id=1'],
    ['power:power_start', 'type=1 cpu_id=0'],
  ])('%s: %s', expectUnknownForm)
})

/** What perf puts after a name is an address, a symbol and a dso in parentheses; anything less is a part of the name. */
describe('the name of a handler', () => {
  test.each([
    ['irq=1 name=eth0', 'eth0'],
    ['irq=1 name=eth0 ', 'eth0'],
    ['irq=1 name=a b ffffffff8c4528c8 f+0x4 (vmlinux)', 'a b'],
    ['irq=1 name=a b ffffffff8c4528c8 f+0x4 (vmlinux) \n', 'a b'],
    ['irq=1 name=a b   ffffffff8c4528c8 f+0x4 (vmlinux)', 'a b'],
    ['irq=1 name= ffffffff8c4528c8 f+0x4 (vmlinux)', ''],
    ['irq=1 name=a (b)', 'a (b)'],
    ['irq=1 name=a (b) ffffffff8c4528c8 f+0x4', 'a (b) ffffffff8c4528c8 f+0x4'],
    ['irq=1 name=a ffffffff8c4528c8 f+0x4', 'a ffffffff8c4528c8 f+0x4'],
    ['irq=1 name=a ffffffff8c4528c8 f (x', 'a ffffffff8c4528c8 f (x'],
    ['irq=1 name=a ffffffff8c4528c8 f x)', 'a ffffffff8c4528c8 f x)'],
    ['irq=1 name=a (b) ffffffff8c4528c8 f)', 'a (b) ffffffff8c4528c8 f)'],
    ['irq=1 name= ffffffff8c4528c8 f', ' ffffffff8c4528c8 f'],
  ])('%j is %j', (payload, name) => {
    expect(normalizeOne(recordOf(IRQ, payload))).toMatchObject({ type: 'interrupt', number: 1, name })
  })
})

test.each([
  [SOFTIRQ, 'vec=9 RCU]', { name: 'vec 9', number: 9 }],
  [SOFTIRQ, 'vec=9 [action=]', { name: '', number: 9 }],
  ['irq:softirq_exit', 'vec=9', { edge: 'exit', name: 'vec 9' }],
  ['irq:tasklet_exit', 'tasklet=0x1 myfunction=g', { edge: 'exit', name: 'tasklet' }],
  ['irq:tasklet_hi_entry', 'tasklet=0x1 function=g', { edge: 'entry', name: 'g' }],
  ['ipi:ipi_exit', ' (Function call interrupts) ', { edge: 'exit', kind: 'vector', name: 'Function call interrupts' }],
  ['ipi:ipi_exit', '()', { edge: 'exit', name: '', number: null }],
  ['irq_vectors:error_apic_exit', 'vector=x', { edge: 'exit', name: 'error_apic', number: null }],
])('%s: %s', (event, payload, told) => {
  expect(normalizeOne(recordOf(event, payload))).toMatchObject({ type: 'interrupt', timeNs: 1_000, tid: 7, ...told })
})

test.each([
  ['power:cpu_idle', 'state=0 cpu_id=0', { type: 'cpuIdle', state: 0, cpu: 0, comm: 'sh' }],
  ['power:cpu_idle', 'state=-1 cpu_id=0', { type: 'cpuIdle', state: null, cpu: 0 }],
  ['power:cpu_idle', 'state=4294967294 cpu_id=0', { type: 'cpuIdle', state: 4_294_967_294 }],
  ['power:cpu_frequency', 'state=800000 cpu_id=0', { type: 'cpuFrequency', freqKhz: 800_000, tid: 7, comm: 'sh' }],
  ['power:cpu_frequency', 'state=800000 cpu_id=3', { type: 'cpuFrequency', cpu: 3, tid: null, pid: null, comm: null }],
])('%s: %s', (event, payload, told) => {
  expect(normalizeOne(recordOf(event, payload, { pid: 5 }))).toMatchObject({ timeNs: 1_000, ...told })
})
