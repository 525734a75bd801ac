import type { Duplex, Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { StageTransform } from '@tc-stream/event-schema/stream'
import { createNdjsonParser, encodeNdjson, type Item, type NdjsonParserOptions } from './ndjson.js'
import { seamSchema } from './seam-schemas.js'
import { watchSeam } from './seam-watch.js'
import { type ItemSeam, isItemSeam, type Seam } from './seams.js'
import { type Step, stepsBetween } from './stages.js'

/** What happens at each seam that items pass. */
export interface SeamHooks {
  readonly onItems: (seam: ItemSeam, items: readonly Item[]) => void
  readonly onEnd: (seam: ItemSeam) => void
  /** What passes this seam is kept back for now. */
  readonly isHeld?: (seam: ItemSeam) => boolean
}

export interface CompositionOptions {
  readonly steps: readonly Step[]
  readonly from: Seam
  readonly to: Seam
  readonly hooks: SeamHooks
  /** Checks every item at every seam. */
  readonly validate: boolean
  readonly ndjson: NdjsonParserOptions
}

/** The stages between two seams, ready to run. */
export interface Composition {
  /** Lines of the input read so far. */
  lines(): number
  /** Runs it to the end of the input, or to the first failure. */
  run(input: Readable, output: Writable, signal?: AbortSignal): Promise<void>
}

/**
 * Puts the stages between two seams together:
 *
 * ```
 * input ─▶ lexer ─▶ normalizer ─▶ state machine ─▶ callchain resolver ─▶ reducer ─▶ emitter ─▶ output
 *      └ NDJSON parser ─▶┴───────────▶┴───────────────────▶┴───────────────▶┘ └ NDJSON encoder ─┘
 * ```
 */
export function composeStages(options: CompositionOptions): Composition {
  const { stages, reader } = openStages(options)
  if (isItemSeam(options.to)) stages.push(writeNdjson())
  return {
    lines: () => reader?.counters?.lines ?? 0,
    run: (input, output, signal) => pipeline([input, ...stages, output], signal === undefined ? {} : { signal }),
  }
}

/** The stages between two seams with a look at each seam; the first of them reads the input. */
export function openStages(options: CompositionOptions): { stages: Duplex[]; reader: ReadingStage | undefined } {
  const { from, to } = options
  const line: { stage: Duplex; seam: Seam }[] = []
  if (isItemSeam(from)) line.push({ stage: parseNdjson(from, options.ndjson), seam: from })
  for (const step of stepsBetween(options.steps, from, to)) line.push({ stage: step.open(), seam: step.to })
  const stages = line.flatMap(({ stage, seam }, index) => {
    // Two stages may meet at one seam: an item is looked at when it leaves it.
    const isLast = line[index + 1]?.seam !== seam
    return isItemSeam(seam) && (isLast || options.validate) ? [stage, watch(seam, options, isLast)] : [stage]
  })
  return { stages, reader: stages[0] }
}

/** A stage that counts the lines it has read. */
type ReadingStage = Duplex & { readonly counters?: { readonly lines?: number } }

function watch(seam: ItemSeam, { hooks, validate }: CompositionOptions, withHooks: boolean): Duplex {
  const schema = validate ? seamSchema(seam) : undefined
  if (!withHooks) return watchSeam({ name: seam, schema })
  return watchSeam({
    name: seam,
    schema,
    onItems: items => hooks.onItems(seam, items),
    onEnd: () => hooks.onEnd(seam),
    isHeld: () => hooks.isHeld?.(seam) === true,
  })
}

function parseNdjson(seam: ItemSeam, options: NdjsonParserOptions): Duplex {
  const parser = createNdjsonParser(seam, options)
  return Object.assign(new StageTransform(parser), { counters: parser.counters })
}

/** A stage that does nothing but encode what it hands on. */
function writeNdjson(): Duplex {
  const identity = {
    push: (item: Item, emit: (item: Item) => void) => emit(item),
    *flush() {},
  }
  return new StageTransform<Item, Item>(identity, { encode: encodeNdjson })
}
