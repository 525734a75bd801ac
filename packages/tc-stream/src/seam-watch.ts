import { Transform } from 'node:stream'
import type { z } from 'zod'
import { CliError } from './errors.js'
import type { Item } from './ndjson.js'

export interface SeamWatch {
  /** Called with each array of items; a throw ends the stream with that error. */
  readonly onItems?: (items: readonly Item[]) => void
  /** Called when all items have passed; a throw ends the stream before the next stage knows of the end. */
  readonly onEnd?: () => void
  /** Checks each item (`--validate`). */
  readonly schema?: z.ZodType | undefined
  readonly name: string
  /** While it is true, what has passed is kept back: nothing may be written before it is known to be worth it. */
  readonly isHeld?: () => boolean
}

/** Arrays of items kept back at most. */
export const MAX_HELD_CHUNKS = 1_000

/** Looks at the items that pass between two stages, and hands each array of them on as it came. */
export function watchSeam(watch: SeamWatch): Transform {
  const { onItems, onEnd, schema, isHeld } = watch
  let held: unknown[] = []

  function release(stream: Transform): void {
    for (const chunk of held) stream.push(chunk)
    held = []
  }

  return new Transform({
    objectMode: true,
    writableHighWaterMark: 2,
    readableHighWaterMark: 2,
    transform(chunk: unknown, _encoding, done) {
      try {
        const items = (Array.isArray(chunk) ? chunk : [chunk]) as Item[]
        if (schema !== undefined) for (const item of items) checkItem(schema, item, watch.name)
        onItems?.(items)
        held.push(chunk)
        if (isHeld === undefined || held.length > MAX_HELD_CHUNKS || !isHeld()) release(this)
        done()
      } catch (error) {
        done(error as Error)
      }
    },
    flush(done) {
      try {
        onEnd?.()
        release(this)
        done()
      } catch (error) {
        done(error as Error)
      }
    },
  })
}

function checkItem(schema: z.ZodType, item: unknown, seam: string): void {
  if (schema.validate(item)) return
  const issue = schema.safeParse(item).error?.issues[0]
  throw new CliError(
    `--validate: an item at the ${seam} seam does not fit its schema: ` +
      `${issue?.path.join('.') || 'item'}: ${issue?.message ?? ''} in ${JSON.stringify(item).slice(0, 300)}`,
  )
}
