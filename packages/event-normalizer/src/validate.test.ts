import { type TraceEvent, TraceEventSchema } from '@tc-stream/event-schema'
import fc from 'fast-check'
import { z } from 'zod'
import type { DecodedEvent } from './registry.js'
import { createEventCheck, createEventKinds } from './validate.js'

const SAMPLES: readonly DecodedEvent[] = [
  { ...header('switch'), prevTid: 7, prevComm: 'sh', prevState: 'S', nextTid: 0, nextComm: 'swapper/0' },
  { ...header('wakeup'), kind: 'new', wakeeTid: 8, wakeeComm: 'ls', targetCpu: null },
  { ...header('migrate'), migratedTid: 8, migratedComm: 'ls', fromCpu: 0, toCpu: 1 },
  { ...header('fork'), timeNs: null, parentTid: 7, parentPid: 7, childTid: 8, childPid: 8, childComm: null },
  { ...header('comm'), taskTid: 8, taskPid: 8, taskComm: 'ls', exec: true },
  { ...header('exit'), taskTid: 8, taskPid: 8, taskComm: null },
  { ...header('lost'), count: 3 },
  { ...header('cpuIdle'), state: null },
  { ...header('cpuFrequency'), freqKhz: 3_400_000 },
  { ...header('interrupt'), edge: 'entry', kind: 'hardirq', name: 'eth0', number: 20 },
  { ...header('syscallEnter'), name: 'read', fd: 3, bytes: 4096 },
  { ...header('syscallExit'), name: 'read', result: -11 },
  { ...header('sample'), event: 'cpu-clock' },
  { ...header('mark'), text: 'disk W 8' },
]

function header<Type extends string>(type: Type) {
  return { type, timeNs: 1, cpu: 0, tid: 7, pid: 7, comm: 'sh', callchain: ['ffffffff821facd8 __schedule+0x618'] }
}

const ODD_VALUES = [null, undefined, '', 'x', 0, -1, 1.5, 2 ** 53, Number.NaN, Infinity, true, {}, [], ['x'], [1]]

test.each(SAMPLES)('a $type is checked by a compiled schema', event => {
  const schema = TraceEventSchema.options.find(option => option.shape.type.value === event.type) as z.ZodObject
  // Without `strict` zod would silently go back to its slow way.
  expect(() => z.compile(schema.omit({ callchain: true }), { strict: true })).not.toThrow()
  expect(createEventCheck()(event, createEventKinds()[event.type])).toBe(true)
})

test('an event passes if and only if the contract takes it', () => {
  const isValid = createEventCheck()
  const kinds = createEventKinds()
  const change = fc.record({
    event: fc.constantFrom(...SAMPLES),
    at: fc.nat(30),
    value: fc.constantFrom(...ODD_VALUES),
  })
  fc.assert(
    fc.property(change, ({ event, at, value }) => {
      const keys = Object.keys(event)
      const changed = { ...event, [keys[at % keys.length] as keyof TraceEvent]: value } as DecodedEvent
      fc.pre(changed.type === event.type)
      expect(isValid(changed, kinds[changed.type])).toBe(TraceEventSchema.safeParse(changed).success)
    }),
    { numRuns: 2_000 },
  )
})

test('what is drawn, and what may tell of the past without a time', () => {
  const kinds = Object.entries(createEventKinds())
  const drawable = ['switch', 'wakeup', 'migrate', 'cpuIdle', 'cpuFrequency', 'syscallEnter', 'syscallExit']
  expect(kinds.flatMap(([type, kind]) => (kind.drawable ? type : []))).toEqual(drawable)
  expect(kinds.flatMap(([type, kind]) => (kind.timeless ? type : []))).toEqual(['fork', 'comm', 'exit'])
})
