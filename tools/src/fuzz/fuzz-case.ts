import { Random } from '../generator/random.js'
import type { Source } from './corpus.js'
import { EXTREMES } from './extremes.js'
import { bytesOf, type Lines } from './lines.js'
import { MUTATIONS } from './mutations.js'

/** One input to try. */
export interface FuzzCase {
  /** What it was made of, and how: `pipe.full.txt[1201+84] cutText flipBits`. */
  readonly name: string
  readonly bytes: Buffer
}

const MOST_MUTATIONS = 4
/** Most lines of a window: small cases are many cases. */
const WINDOW_LINES = 300
/** One case in so many is a whole file, or an extreme of its own. */
const WHOLE_SHARE = 0.01
const EXTREME_SHARE = 0.05
/** Distinct things in an extreme that is one case among many; the full number is tried by a program of its own. */
const EXTREME_COUNT = 2_000

/** The case of a number: the same seed and number, the same bytes. */
export function makeCase(corpus: readonly Source[], seed: number, number: number): FuzzCase {
  const random = new Random(Math.imul(seed, 0x85ebca6b) ^ Math.imul(number + 1, 0xc2b2ae35))
  if (random.chance(EXTREME_SHARE)) return makeExtreme(random)
  const { name, lines } = pickWindow(corpus, random)
  const others = pickWindow(corpus, random).lines
  const names = Object.keys(MUTATIONS)
  const applied: string[] = []
  let mutated: Lines = lines
  for (let left = 1 + random.below(MOST_MUTATIONS); left > 0 && mutated.length > 0; left--) {
    const mutation = random.pick(names)
    mutated = (MUTATIONS[mutation] as (typeof MUTATIONS)[string])(mutated, random, others)
    applied.push(mutation)
  }
  return { name: `${name} ${applied.join(' ')}`, bytes: bytesOf(mutated, random.chance(0.8)) }
}

function pickWindow(corpus: readonly Source[], random: Random): Source {
  const { name, lines } = random.pick(corpus)
  if (random.chance(WHOLE_SHARE)) return { name, lines }
  const length = 1 + random.below(WINDOW_LINES)
  const from = random.below(Math.max(1, lines.length - length))
  return { name: `${name}[${from}+${length}]`, lines: lines.slice(from, from + length) }
}

function makeExtreme(random: Random): FuzzCase {
  const name = random.pick(Object.keys(EXTREMES))
  const make = EXTREMES[name] as (typeof EXTREMES)[string]
  const count = 1 + random.below(EXTREME_COUNT)
  return { name: `${name} ×${count}`, bytes: Buffer.concat([...make(count)]) }
}
