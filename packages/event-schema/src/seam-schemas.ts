import { z } from 'zod'
import { ChartItemSchema } from './chart.js'
import { TraceEventSchema } from './event.js'
import { SCHEMA_VERSION } from './primitives.js'
import { PerfRecordSchema } from './record.js'
import { TimelineItemSchema } from './timeline.js'

/** What flows at each seam, in the order of the stream. */
export const SEAM_SCHEMAS = {
  records: PerfRecordSchema,
  events: TraceEventSchema,
  timeline: TimelineItemSchema,
  chart: ChartItemSchema,
} as const

export type SeamName = keyof typeof SEAM_SCHEMAS

export const SEAM_NAMES = Object.keys(SEAM_SCHEMAS) as SeamName[]

/** A JSON Schema, as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>

/**
 * The JSON Schema (2020-12) of one line of a seam's NDJSON. Beside the descriptions, `unit` tells what a number counts:
 * `ns`, `s`, `kHz`, `bytes`, `count`; or `id`, where it only names something.
 *
 * A reader may meet fields that are not in here: they are added without a new version.
 */
export function seamJsonSchema(seam: SeamName): JsonSchema {
  const { $schema, ...schema } = z.toJSONSchema(SEAM_SCHEMAS[seam], { io: 'input', override: describeItem })
  return {
    $schema,
    title: `tc-stream ${seam}, schema version ${SCHEMA_VERSION}`,
    description: `one line of tc-stream --format ${seam}`,
    ...schema,
  }
}

/** What an item is stands at its `type`, by which it is told from others. */
function describeItem({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  const type = jsonSchema.properties?.type
  if (typeof type === 'object' && type.description !== undefined) jsonSchema.description ??= type.description
}
