import type { Duplex } from 'node:stream'
import { CliError, messageOf } from './errors.js'
import { positionOf } from './seams.js'
import {
  type CheckedStage,
  decodersOf,
  type NamedModule,
  openCustomStage,
  type StageContext,
  seamOf,
} from './stage-module.js'
import { allSteps, type StageOptions, type Step } from './stages.js'

/** The whole way, with what modules add to it. */
export function stepsWith(
  options: StageOptions,
  modules: readonly NamedModule[],
  context: StageContext = { onDiagnostic: () => {} },
): Step[] {
  const decoders = { ...options.normalizer?.decoders, ...decodersOf(modules) }
  return insertStages(allSteps({ ...options, normalizer: { ...options.normalizer, decoders } }), modules, context)
}

/**
 * The steps with stages of one's own put in, in the order in which they are given.
 *
 * Errors: CliError where two of them would take the same place.
 */
export function insertStages(steps: readonly Step[], modules: readonly NamedModule[], context: StageContext): Step[] {
  const taken: Step[] = []
  let line = [...steps]
  for (const { name, stages } of modules) {
    for (const stage of stages) {
      const own = customStep(name, stage, context)
      refuseOverlap(own, taken)
      taken.push(own)
      line = insertStep(line, own)
    }
  }
  return line
}

function customStep(module: string, stage: CheckedStage, context: StageContext): Step {
  return {
    from: seamOf(stage.from),
    to: seamOf(stage.to),
    module,
    open: () => openNamed(module, () => openCustomStage(stage, context)),
  }
}

function openNamed(module: string, open: () => Duplex): Duplex {
  try {
    return open()
  } catch (error) {
    throw new CliError(`${module}: ${messageOf(error)}`)
  }
}

function refuseOverlap(own: Step, taken: readonly Step[]): void {
  const other = taken.find(step => overlap(own, step))
  if (other === undefined) return
  const way = ({ from, to }: Step) => `from ${from} to ${to}`
  throw new CliError(`${other.module} (${way(other)}) and ${own.module} (${way(own)}) take the same place`)
}

function insertStep(line: readonly Step[], own: Step): Step[] {
  const kept = line.filter(step => !replaces(own, step))
  // Behind all that ends where it begins; what works at one seam comes before what leads away from it.
  const at = kept.findLastIndex(step => positionOf(step.to) <= positionOf(own.from)) + 1
  return [...kept.slice(0, at), own, ...kept.slice(at)]
}

/** Whether a step lies within the way of another one. What works at one of its two ends stays. */
export function replaces(own: Pick<Step, 'from' | 'to'>, step: Pick<Step, 'from' | 'to'>): boolean {
  const [from, to] = [positionOf(own.from), positionOf(own.to)]
  const [stepFrom, stepTo] = [positionOf(step.from), positionOf(step.to)]
  if (from === to) return false
  if (stepFrom === stepTo) return from < stepFrom && stepTo < to
  return from <= stepFrom && stepTo <= to
}

/** Whether two ways cannot both be gone. */
function overlap(a: Step, b: Step): boolean {
  const from = Math.max(positionOf(a.from), positionOf(b.from))
  const to = Math.min(positionOf(a.to), positionOf(b.to))
  // Of two that work at a seam each, or one after the other, none is in the way.
  if (a.from === a.to && b.from === b.to) return false
  if (a.from === a.to || b.from === b.to) return replaces(a, b) || replaces(b, a)
  return from < to
}
