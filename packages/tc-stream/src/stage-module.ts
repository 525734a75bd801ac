import type { Duplex } from 'node:stream'
import { type DecoderRegistry, NormalizerOptionsSchema } from '@tc-stream/event-normalizer'
import type {
  ChartItem,
  DiagnosticListener,
  PerfRecord,
  Stage,
  TimelineItem,
  TraceEvent,
} from '@tc-stream/event-schema'
import { StageTransform } from '@tc-stream/event-schema/stream'
import { z } from 'zod'
import { CliError, messageOf } from './errors.js'
import type { Seam } from './seams.js'

/** Where a stage of one's own may begin and end; `output` is what goes to the user, in place of an SVG. */
export const MODULE_SEAMS = ['text', 'records', 'events', 'timeline', 'chart', 'output'] as const
export type ModuleSeam = (typeof MODULE_SEAMS)[number]

/** What a stage is told when it is opened. */
export interface StageContext {
  /** Takes note of something odd (see `createDiagnostics`): it is told in the closing summary. */
  readonly onDiagnostic: DiagnosticListener
}

/** What flows at each seam. */
export interface SeamItems {
  text: Uint8Array
  records: PerfRecord
  events: TraceEvent
  timeline: TimelineItem
  chart: ChartItem
  output: string
}

/** A stage that leads from one seam to another. */
export interface StageBetween<From extends ModuleSeam, To extends ModuleSeam> {
  readonly from: From
  readonly to: To
  /** Called once for each run: a core (`push`, `flush`), or a Duplex that takes and gives arrays of items. */
  readonly open: (context: StageContext) => Stage<SeamItems[From], SeamItems[To]> | NodeJS.ReadWriteStream
}

/**
 * A stage of one's own. With two different seams it takes the place of the stages that lead from one to the other; with
 * the same seam twice it is put in there, behind the stages that are there already.
 */
export type CustomStage = {
  [From in ModuleSeam]: { [To in ModuleSeam]: StageBetween<From, To> }[ModuleSeam]
}[ModuleSeam]

/** What a module for `--use` exports. */
export interface StageModule {
  readonly default?: CustomStage | readonly CustomStage[]
  /** Further decoders for the normalizer, by event name; they win over its own. */
  readonly decoders?: DecoderRegistry
}

/** A stage of a module that was checked; what it opens is looked at when it is opened. */
export interface CheckedStage {
  readonly from: ModuleSeam
  readonly to: ModuleSeam
  readonly open: (context: StageContext) => unknown
}

/** A module that was checked, and the name to call it by when something is wrong with it. */
export interface NamedModule {
  readonly name: string
  readonly stages: readonly CheckedStage[]
  readonly decoders: DecoderRegistry
}

const CustomStageSchema = z
  .strictObject({
    from: z.enum(MODULE_SEAMS),
    to: z.enum(MODULE_SEAMS),
    open: z.custom<CheckedStage['open']>(
      value => typeof value === 'function',
      'expected a function that opens the stage',
    ),
  })
  .refine(({ from, to }) => MODULE_SEAMS.indexOf(from) <= MODULE_SEAMS.indexOf(to), 'the stream does not run backwards')
  .refine(
    ({ from, to }) => from !== to || (from !== 'text' && to !== 'output'),
    'there are items to work on only between text and output',
  )

/** Exports beside these are the module's own business. */
const StageModuleSchema = z
  .object({
    default: z.preprocess(listed, z.array(CustomStageSchema).optional()),
    decoders: NormalizerOptionsSchema.shape.decoders.optional(),
  })
  .refine(
    module => module.default !== undefined || module.decoders !== undefined,
    'exports neither a default stage nor decoders',
  )

/** Errors: a plain Error that says in one line what is wrong with the exports. */
export function parseStageModule(name: string, exports: unknown): NamedModule {
  const parsed = StageModuleSchema.safeParse(exports)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    const path = issue?.path.join('.') ?? ''
    // Of a key that does not fit, only what is within says why.
    const message = issue?.code === 'invalid_key' ? issue.issues[0]?.message : issue?.message
    throw new Error(`${path === '' ? '' : `${path}: `}${message ?? 'not a module of stages'}`)
  }
  const { default: stages = [], decoders = {} } = parsed.data
  return { name, stages, decoders: guardDecoders(name, decoders) }
}

/** One stage as a list of one. */
function listed(value: unknown): unknown {
  return value === undefined || Array.isArray(value) ? value : [value]
}

/** The decoders of all modules; of two for one event the later one wins. */
export function decodersOf(modules: readonly NamedModule[]): DecoderRegistry {
  return Object.assign({}, ...modules.map(({ decoders }) => decoders))
}

/** The seam as the program calls it. */
export function seamOf(seam: ModuleSeam): Seam {
  return seam === 'output' ? 'svg' : seam
}

/** Opens a stage as a stream. Errors: whatever the module throws; a plain Error where it opens no stage. */
export function openCustomStage(stage: CheckedStage, context: StageContext): Duplex {
  const opened = stage.open(context)
  if (isStream(opened)) return opened
  if (!isCore(opened)) throw new Error('open() returned neither a stage (push, flush) nor a Duplex')
  return stage.to === 'output' ? textStream(opened) : new StageTransform(opened)
}

/** A stage that emits pieces of text, as a stream of bytes. */
function textStream(core: Stage<unknown, unknown>): Duplex {
  const transform = { objectMode: false, writableObjectMode: true, readableHighWaterMark: 65_536 }
  return new StageTransform(core, { encode: pieces => pieces.join(''), transform })
}

function isStream(value: unknown): value is Duplex {
  return isObject(value) && typeof value.pipe === 'function' && typeof value.write === 'function'
}

function isCore(value: unknown): value is Stage<unknown, unknown> {
  return isObject(value) && typeof value.push === 'function' && typeof value.flush === 'function'
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

/** Decoders that tell which of them failed, and where: a decoder from outside may throw. */
function guardDecoders(name: string, decoders: DecoderRegistry): DecoderRegistry {
  const guarded = Object.entries(decoders).map(([key, decode]) => {
    if (decode === null) return [key, null] as const
    const guard: typeof decode = (record, context) => {
      try {
        return decode(record, context)
      } catch (error) {
        throw new CliError(`${name}: the decoder of ${key} failed in line ${record.line}: ${messageOf(error)}`)
      }
    }
    return [key, guard] as const
  })
  return Object.fromEntries(guarded)
}
