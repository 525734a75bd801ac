import type { InterruptEvent, RecordItem } from '@tc-stream/event-schema'
import type { DecodeContext, DecodedEvent, Decoder } from '../registry.js'
import { parseIntegerAfter } from '../text.js'

type Edge = InterruptEvent['edge']
type Kind = InterruptEvent['kind']

/**
 * `irq:irq_handler_entry` and `irq:irq_handler_exit`. The way out does not repeat the handler's name.
 *
 * Shape: `irq=16 name=ehci_hcd:usb1`, `irq=16 ret=handled`
 */
export const decodeIrqEntry: Decoder = (record, context) => {
  const { payload } = record
  const number = parseIntegerAfter(payload, 'irq=')
  if (number === undefined) return undefined
  const name = payload.indexOf(' name=')
  const text = name < 0 ? `irq ${number}` : payload.slice(name + 6, endOfName(payload, name + 6)).trimEnd()
  return interruptEvent(context, 'entry', 'hardirq', text, number)
}

export const decodeIrqExit: Decoder = (record, context) => {
  const number = parseIntegerAfter(record.payload, 'irq=')
  return number === undefined ? undefined : interruptEvent(context, 'exit', 'hardirq', `irq ${number}`, number)
}

/**
 * A handler's name may hold blanks; perf puts an address, a symbol and a dso after it where it prints them.
 *
 * Shape: `name=ehci_hcd:usb1 ffffffff8c4528c8 handle_irq_event+0x4f8 ([kernel.kallsyms])`
 */
function endOfName(payload: string, start: number): number {
  const text = payload.slice(start).trimEnd()
  const dso = text.endsWith(')') ? text.lastIndexOf(' (') : -1
  const address = text.search(/ [0-9a-f]{6,16} \S/)
  return address < 0 || dso <= address ? payload.length : start + address
}

/**
 * `irq:softirq_entry` and `irq:softirq_exit`.
 *
 * Shape: `vec=1 [action=TIMER]`
 */
export const decodeSoftirqEntry: Decoder = (record, context) => decodeSoftirq('entry', record.payload, context)
export const decodeSoftirqExit: Decoder = (record, context) => decodeSoftirq('exit', record.payload, context)

function decodeSoftirq(edge: Edge, payload: string, context: DecodeContext): DecodedEvent | undefined {
  const number = parseIntegerAfter(payload, 'vec=')
  if (number === undefined) return undefined
  const action = payload.indexOf('[action=')
  const end = action < 0 ? -1 : payload.indexOf(']', action)
  return interruptEvent(context, edge, 'softirq', end < 0 ? `vec ${number}` : payload.slice(action + 8, end), number)
}

/**
 * `irq:tasklet_entry` and `irq:tasklet_exit` of Linux 6.6 and later, within the softirq that runs them; `_hi_` as well.
 *
 * Shape: `tasklet=0xffff88800a0 function=tcp_tasklet_func`
 */
export const decodeTaskletEntry: Decoder = (record, context) => decodeTasklet('entry', record.payload, context)
export const decodeTaskletExit: Decoder = (record, context) => decodeTasklet('exit', record.payload, context)

function decodeTasklet(edge: Edge, payload: string, context: DecodeContext): DecodedEvent {
  const name = /\bfunction=(\S+)/.exec(payload)?.[1] ?? 'tasklet'
  return interruptEvent(context, edge, 'softirq', name, null)
}

/** The vectors of x86, to know their events where no subsystem is printed: any event may end in `_entry`. */
export const VECTOR_NAMES = [
  ...['local_timer', 'reschedule', 'call_function', 'call_function_single', 'irq_work', 'x86_platform_ipi'],
  ...['error_apic', 'spurious_apic', 'thermal_apic', 'threshold_apic', 'deferred_error_apic'],
] as const

/**
 * `irq_vectors:<name>_entry` and `irq_vectors:<name>_exit`, the usual ones also without subsystem.
 *
 * Shape: `vector=236`
 */
export const decodeVectorEntry: Decoder = (record, context) => decodeVector('entry', record, context)
export const decodeVectorExit: Decoder = (record, context) => decodeVector('exit', record, context)

function decodeVector(edge: Edge, record: RecordItem, context: DecodeContext): DecodedEvent {
  const number = parseIntegerAfter(record.payload, 'vector=')
  return interruptEvent(context, edge, 'vector', context.part || vectorOf(record.event), number ?? null)
}

/** `local_timer` of `irq_vectors:local_timer_entry`. */
function vectorOf(event: string): string {
  return event.slice(event.indexOf(':') + 1, event.lastIndexOf('_'))
}

/**
 * `ipi:ipi_entry` and `ipi:ipi_exit`, the same on ARM.
 *
 * Shape: `(Rescheduling interrupts)`
 */
export const decodeIpiEntry: Decoder = (record, context) => decodeIpi('entry', record.payload, context)
export const decodeIpiExit: Decoder = (record, context) => decodeIpi('exit', record.payload, context)

function decodeIpi(edge: Edge, payload: string, context: DecodeContext): DecodedEvent | undefined {
  const open = payload.indexOf('(')
  const end = open < 0 ? -1 : payload.indexOf(')', open)
  if (end < 0) return undefined
  return interruptEvent(context, edge, 'vector', payload.slice(open + 1, end), null)
}

function interruptEvent(
  context: DecodeContext,
  edge: Edge,
  kind: Kind,
  name: string,
  number: number | null,
): DecodedEvent {
  return {
    type: 'interrupt',
    timeNs: context.timeNs,
    cpu: context.cpu,
    tid: context.tid,
    pid: context.pid,
    comm: context.comm,
    edge,
    kind,
    name: context.nameOf(name),
    number,
  }
}
