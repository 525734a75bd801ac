import { ChartItemSchema, PerfRecordSchema, TimelineItemSchema, TraceEventSchema } from '@tc-stream/event-schema'
import type { z } from 'zod'
import type { ItemSeam } from './seams.js'

/** What an item at a seam must be. */
export const SEAM_SCHEMAS: Readonly<Record<ItemSeam, z.ZodType>> = {
  records: PerfRecordSchema,
  events: TraceEventSchema,
  timeline: TimelineItemSchema,
  chart: ChartItemSchema,
}
