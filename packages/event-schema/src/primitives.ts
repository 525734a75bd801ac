import { z } from 'zod'

/** Version of the NDJSON of every seam; it stands in the first item of a stream. */
export const SCHEMA_VERSION = 1

// `unit` is told in the JSON Schema: ns, s, kHz, bytes, count; or id, for a number that only names something.

/** An integer that a double holds exactly. */
export const IntegerSchema = z.int()

/** A count of things: an integer of at least 0. */
export const CountSchema = z.int().nonnegative().meta({ unit: 'count' })

/** A number that only names something: an index, a key, a level. */
export const IdSchema = z.int().nonnegative().meta({ unit: 'id' })

/** The same, where it may be negative: a file descriptor, an interrupt, what a system call returns. */
export const NumberSchema = z.int().meta({ unit: 'id' })

/** A line of the text, from 1; 0 where there was none. */
export const LineSchema = z.int().nonnegative().meta({ unit: 'id' })

/**
 * Nanoseconds since the trace's origin (`originSeconds` of the stream's first item).
 * Negative only where the text goes back behind its first record.
 */
export const TimeNsSchema = z.int().meta({ description: 'nanoseconds since originSeconds', unit: 'ns' })

/** A length of time. Units: ns. */
export const DurationNsSchema = z.int().nonnegative().meta({ description: 'nanoseconds', unit: 'ns' })

/**
 * Time added up over many tasks. A day of a thousand tasks is more than the 2^53 ns that a double tells apart one by
 * one; beyond that the sum is rounded to a few ns.
 */
export const SumNsSchema = z
  .number()
  .nonnegative()
  .multipleOf(1)
  .meta({ description: 'nanoseconds, exact up to 2^53', unit: 'ns' })

/** A whole second, of the clock that the trace was recorded with. */
export const SecondsSchema = z.int().nonnegative().meta({ unit: 's' })

export const FreqKhzSchema = z.int().nonnegative().meta({ description: 'frequency in kHz', unit: 'kHz' })

export const BytesSchema = z.int().nonnegative().meta({ unit: 'bytes' })

/** Bytes as a register holds them: they may be negative. */
export const SignedBytesSchema = z.int().meta({ unit: 'bytes' })

/** A kernel thread id, what scheduler payloads call `pid`. 0 is the idle task of a CPU. */
export const TidSchema = z.int().meta({ description: 'kernel thread id; 0 is the idle task', unit: 'id' })

/** A thread group id; null where the text does not carry it. */
export const PidSchema = z.int().nullable().meta({ description: 'thread group id, null where unknown', unit: 'id' })

/** A CPU number; null where the text does not carry it. */
export const CpuSchema = z
  .int()
  .nonnegative()
  .nullable()
  .meta({ description: 'CPU number, null where unknown', unit: 'id' })

/** A CPU number that is known. */
export const CpuNumberSchema = z.int().nonnegative().meta({ description: 'CPU number', unit: 'id' })

/** Longest name of a task, an interrupt or a system call; no kernel writes as long a one. Units: UTF-16 code units. */
export const MAX_NAME_LENGTH = 256

/** A name of an interrupt or a system call: of any characters, but not of any length. */
export const NameSchema = z.string().max(MAX_NAME_LENGTH)

/** A task's name. The kernel keeps 15 bytes of it, and anything may stand in them. */
export const CommSchema = NameSchema.describe('name of the task')
