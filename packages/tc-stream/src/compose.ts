import type { Duplex, Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { StageTransform } from '@tc-stream/event-schema/stream'
import { CliError, messageOf } from './errors.js'
import { createNdjsonParser, encodeNdjson, type Item, type NdjsonParserOptions } from './ndjson.js'
import { seamSchema } from './seam-schemas.js'
import { watchSeam } from './seam-watch.js'
import { type ItemSeam, isItemSeam, type Seam } from './seams.js'
import { type Step, stepsBetween } from './stages.js'

/** What happens at each seam that items pass. */
export interface SeamHooks {
  readonly onItems: (seam: ItemSeam, items: readonly Item[]) => void
  readonly onEnd: (seam: ItemSeam) => void
  /** Looks at the items as they come in, before any stage leaves some of them out. */
  readonly onEnter?: (items: readonly Item[]) => void
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
  const { stages, reader, names } = openStages(options)
  if (isItemSeam(options.to)) stages.push(writeNdjson())
  return {
    lines: () => reader?.counters?.lines ?? 0,
    run: async (input, output, signal) => {
      const failed = firstToFail([input, ...stages, output])
      try {
        await pipeline([input, ...stages, output], signal === undefined ? {} : { signal })
      } catch (error) {
        throw named(error, names.get(failed()))
      }
    },
  }
}

interface OpenStages {
  readonly stages: Duplex[]
  readonly reader: ReadingStage | undefined
  /** The modules that stages of one's own come from. */
  readonly names: ReadonlyMap<unknown, string>
}

/** The stages between two seams with a look at each seam; the first of them reads the input. */
export function openStages(options: CompositionOptions): OpenStages {
  const { from, to } = options
  const line: { stage: Duplex; seam: Seam }[] = []
  if (isItemSeam(from)) line.push({ stage: parseNdjson(from, options.ndjson), seam: from })
  const names = new Map<unknown, string>()
  for (const step of stepsBetween(options.steps, from, to)) {
    const stage = step.open()
    line.push({ stage, seam: step.to })
    if (step.module !== undefined) names.set(stage, step.module)
  }
  const stages = line.flatMap(({ stage, seam }, index) => {
    // Two stages may meet at one seam: an item is looked at when it leaves it.
    const isLast = line[index + 1]?.seam !== seam
    return isItemSeam(seam) && (isLast || options.validate) ? [stage, watch(seam, options, isLast)] : [stage]
  })
  const entry = line[0]?.seam
  if (entry !== undefined && isItemSeam(entry) && options.hooks.onEnter !== undefined) {
    stages.splice(1, 0, watchSeam({ name: entry, onItems: options.hooks.onEnter }))
  }
  return { stages, reader: stages[0], names }
}

/** Tells which of some streams was the first to fail: the failure of one destroys all the others with the same error. */
function firstToFail(streams: readonly (Readable | Writable)[]): () => unknown {
  let first: unknown
  for (const stream of streams) {
    stream.once('error', () => {
      first ??= stream
    })
  }
  return () => first
}

/** A failure of a stage of one's own, with the name of its module. */
function named(error: unknown, module: string | undefined): unknown {
  return module === undefined || error instanceof CliError ? error : new CliError(`${module}: ${messageOf(error)}`)
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
