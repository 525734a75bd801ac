import { Transform } from 'node:stream'
import type { z } from 'zod'
import { CliError } from './errors.js'

export interface SeamWatch {
  /** Called with each item; a throw ends the stream with that error. */
  readonly onItem?: (item: { readonly type: string }) => void
  /** Called when all items have passed; a throw ends the stream before the next stage knows of the end. */
  readonly onEnd?: () => void
  /** Checks each item (`--validate`). */
  readonly schema?: z.ZodType | undefined
  readonly name: string
}

/** Looks at the items that pass between two stages, and hands each array of them on as it came. */
export function watchSeam(watch: SeamWatch): Transform {
  const { onItem, onEnd, schema } = watch
  return new Transform({
    objectMode: true,
    writableHighWaterMark: 2,
    readableHighWaterMark: 2,
    transform(chunk: unknown, _encoding, done) {
      try {
        const items = (Array.isArray(chunk) ? chunk : [chunk]) as { readonly type: string }[]
        for (const item of items) {
          if (schema !== undefined) checkItem(schema, item, watch.name)
          onItem?.(item)
        }
        done(null, chunk)
      } catch (error) {
        done(error as Error)
      }
    },
    flush(done) {
      try {
        onEnd?.()
        done()
      } catch (error) {
        done(error as Error)
      }
    },
  })
}

function checkItem(schema: z.ZodType, item: unknown, seam: string): void {
  const parsed = schema.safeParse(item)
  if (parsed.success) return
  const issue = parsed.error.issues[0]
  throw new CliError(
    `--validate: an item at the ${seam} seam does not fit its schema: ` +
      `${issue?.path.join('.') || 'item'}: ${issue?.message ?? ''} in ${JSON.stringify(item).slice(0, 300)}`,
  )
}
