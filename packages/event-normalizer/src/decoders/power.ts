import type { DecodeContext, DecodedEvent, Decoder } from '../registry.js'
import { parseIntegerAfter } from '../text.js'
import { decodeSample } from './sample.js'

/** What the way out of idle is printed as: -1 in 32 bits. */
const OUT_OF_IDLE = 4294967295

/** `type=` of `power_start` where it is no idle state: a frequency, or the machine going to sleep. */
const TYPE_FREQUENCY = 2
const TYPE_SUSPEND = 3

/**
 * `power:cpu_idle`.
 *
 * Shape: `state=3 cpu_id=0`
 */
export const decodeCpuIdle: Decoder = (record, context) => {
  const state = parseIntegerAfter(record.payload, 'state=')
  if (state === undefined) return undefined
  return idleEvent(context, cpuOf(record.payload, context), state === OUT_OF_IDLE || state < 0 ? null : state)
}

/**
 * `power:cpu_frequency`.
 *
 * Shape: `state=3400000 cpu_id=2`, in kHz
 */
export const decodeCpuFrequency: Decoder = (record, context) => {
  const freqKhz = parseIntegerAfter(record.payload, 'state=')
  return freqKhz === undefined ? undefined : frequencyEvent(context, cpuOf(record.payload, context), freqKhz)
}

/**
 * `power:power_start` of kernels to 2.6.38; the oldest print no `cpu_id`.
 *
 * Shape: `type=1 state=3 cpu_id=0`
 */
export const decodePowerStart: Decoder = (record, context) => {
  const type = parseIntegerAfter(record.payload, 'type=')
  if (type === TYPE_FREQUENCY) return decodeCpuFrequency(record, context)
  return type === TYPE_SUSPEND ? decodeSample(record, context) : decodeCpuIdle(record, context)
}

/**
 * `power:power_end` of kernels to 2.6.38.
 *
 * Shape: `cpu_id=0`, `dummy=65535`
 */
export const decodePowerEnd: Decoder = (record, context) => idleEvent(context, cpuOf(record.payload, context), null)

/** Frequencies are often set from another CPU, so the payload's number counts; without one it is the header's. */
function cpuOf(payload: string, context: DecodeContext): number | null {
  return parseIntegerAfter(payload, 'cpu_id=') ?? context.cpu
}

/** The header tells of the CPU it was written on: nothing of it is true of another one. */
function idleEvent(context: DecodeContext, cpu: number | null, state: number | null): DecodedEvent {
  const here = cpu === context.cpu
  return {
    type: 'cpuIdle',
    timeNs: context.timeNs,
    cpu,
    tid: here ? context.tid : null,
    pid: here ? context.pid : null,
    comm: here ? context.comm : null,
    state,
  }
}

function frequencyEvent(context: DecodeContext, cpu: number | null, freqKhz: number): DecodedEvent {
  const here = cpu === context.cpu
  return {
    type: 'cpuFrequency',
    timeNs: context.timeNs,
    cpu,
    tid: here ? context.tid : null,
    pid: here ? context.pid : null,
    comm: here ? context.comm : null,
    freqKhz,
  }
}
