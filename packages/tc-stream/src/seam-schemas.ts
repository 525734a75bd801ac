import { SEAM_SCHEMAS } from '@tc-stream/event-schema'
import { z } from 'zod'
import type { ItemSeam } from './seams.js'

/** What an item at a seam must be; compiled by zod, which takes some milliseconds and makes checks many times faster. */
export function seamSchema(seam: ItemSeam): z.ZodType {
  return z.compile(SEAM_SCHEMAS[seam] as z.ZodType)
}
