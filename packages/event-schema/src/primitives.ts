import { z } from 'zod'

/** Version of the NDJSON of every seam; it stands in the first item of a stream. */
export const SCHEMA_VERSION = 1

/** An integer that a double holds exactly. */
export const IntegerSchema = z.int()

/** A count of things: an integer of at least 0. */
export const CountSchema = z.int().nonnegative()

/**
 * Nanoseconds since the trace's origin (`originSeconds` of the stream's first item).
 * Negative only where the text goes back behind its first record.
 */
export const TimeNsSchema = z.int().describe('nanoseconds since originSeconds')

/** A length of time. Units: ns. */
export const DurationNsSchema = z.int().nonnegative().describe('nanoseconds')

/** A kernel thread id, what scheduler payloads call `pid`. 0 is the idle task of a CPU. */
export const TidSchema = z.int().describe('kernel thread id; 0 is the idle task')

/** A thread group id; null where the text does not carry it. */
export const PidSchema = z.int().nullable().describe('thread group id, null where unknown')

/** A CPU number; null where the text does not carry it. */
export const CpuSchema = z.int().nonnegative().nullable().describe('CPU number, null where unknown')
