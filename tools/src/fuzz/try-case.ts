import { Random } from '../generator/random.js'
import type { Source } from './corpus.js'
import { makeCase } from './fuzz-case.js'
import { type CaseResult, runCase } from './run-case.js'

/** Longest piece that a text is cut into for the second run. Units: bytes. */
const LONGEST_PIECE = 5_000
/** One case in so many is charted twice, the second time from pieces. */
const PIECES_SHARE = 0.2

export interface Verdict {
  readonly number: number
  readonly name: string
  readonly faults: readonly string[]
  readonly result: CaseResult | undefined
}

/**
 * Runs one case. `codes` are what scripts and styles a picture may hold: those of a trace that nobody meddled with.
 *
 * Errors: none; what a stage throws is a fault.
 */
export async function tryCase(
  corpus: readonly Source[],
  seed: number,
  number: number,
  codes: readonly string[],
): Promise<Verdict> {
  const { name, bytes } = makeCase(corpus, seed, number)
  try {
    const result = await runCase(bytes)
    const faults = [...result.faults, ...checkCodes(result, codes), ...(await tryPieces(bytes, result, seed + number))]
    return { number, name, faults, result }
  } catch (error) {
    return { number, name, faults: [`thrown: ${(error as Error).stack ?? error}`], result: undefined }
  }
}

/** Scripts and styles of a picture of an untouched text. */
export async function codesOf({ lines }: Source): Promise<readonly string[]> {
  const { facts, faults } = await runCase(Buffer.from(`${lines.join('\n')}\n`, 'latin1'))
  if (facts === undefined || faults.length > 0) throw new Error(`the untouched text fails: ${faults.join('; ')}`)
  return facts.codes
}

function checkCodes({ facts }: CaseResult, codes: readonly string[]): string[] {
  if (facts === undefined) return []
  return facts.codes.every((code, at) => code === codes[at]) ? [] : ['the picture holds script or style of its own']
}

/** However the text is cut, the picture is the same. */
async function tryPieces(bytes: Buffer, whole: CaseResult, seed: number): Promise<string[]> {
  const random = new Random(seed)
  if (!random.chance(PIECES_SHARE)) return []
  const cut = await runCase(bytes, pieces(bytes, random))
  return cut.picture.equals(whole.picture) ? [] : ['cut into other pieces, the text gives another picture']
}

function* pieces(bytes: Buffer, random: Random): Generator<Buffer> {
  for (let from = 0; from < bytes.length; ) {
    const to = from + 1 + random.below(random.chance(0.3) ? 3 : LONGEST_PIECE)
    yield bytes.subarray(from, to)
    from = to
  }
}
