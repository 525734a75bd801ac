import { readFileSync } from 'node:fs'
import { Readable, Writable } from 'node:stream'
import { CliError } from './errors.js'
import { createJob } from './job.js'
import { parseOptions } from './options.js'
import { recording } from './program.test.helper.js'
import { ITEM_SEAMS, type ItemSeam } from './seams.js'

const CASES = 60
const SEED = 20_261
/** Last lines of each recording, behind what perf tells of the time before it; small cases are many cases. */
const LINES = 150

/** Values at the edges of their fields, and of other kinds. */
const ODD = [
  ...['0', '-0', '-1', '1.5', '2147483648', '-2147483648', '4294967296', '9007199254740991', '9007199254740992'],
  ...['1e308', '1e-7', '123456789012345678901234567890', 'null', 'true', '[]', '{}', '""', '"__proto__"'],
  ...['"constructor"', '"\\u0000"', '"\\u001b[31m"', '"\\ud800"', '"]]>"', '"<script>"', `"${'x'.repeat(300)}"`],
]
const UNSAFE = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u

jest.setTimeout(300_000)

/** The same numbers for the same seed. Source: the generator of Lehmer. */
function createRandom(seed: number): (below: number) => number {
  let state = seed
  return below => {
    state = (state * 48_271) % 2_147_483_647
    return state % below
  }
}

const SILENT = { debug() {}, info() {}, warn() {}, error() {} }

async function convert(text: string, ...args: string[]): Promise<string> {
  const parts = { options: parseOptions(args), modules: [], symbols: {}, log: SILENT, extent: undefined }
  const pieces: Buffer[] = []
  const sink = new Writable({
    write(piece: Buffer, _encoding, done) {
      pieces.push(Buffer.from(piece))
      done()
    },
  })
  const source = Readable.from([Buffer.from(text)], { objectMode: false })
  await createJob(parts).run(source, sink, new AbortController().signal)
  return Buffer.concat(pieces).toString()
}

function mutate(lines: readonly string[], random: (below: number) => number): string[] {
  const mutated = [...lines]
  for (let times = 1 + random(5); times > 0; times--) {
    const at = random(mutated.length)
    const line = mutated[at] ?? ''
    const other = random(mutated.length)
    const change = (pattern: RegExp) => {
      const replace = (text: string) =>
        text.replace(pattern, found => (random(4) === 0 ? (ODD[random(ODD.length)] ?? '') : found))
      for (let index = 0; index < mutated.length; index++) {
        if (index === at || random(40) === 0) mutated[index] = replace(mutated[index] ?? '')
      }
    }
    const ways = [
      () => mutated.splice(at, 1),
      () => mutated.splice(at, 0, mutated[other] ?? ''),
      () => mutated.splice(at, 0, ...mutated.splice(other, 1)),
      () => mutated.splice(at, 1, line.slice(0, random(line.length + 1))),
      () => mutated.splice(at, 1, line.replace(/,"\w+":(-?\d+|"[^"]*"|null)/, '')),
      () => change(/(?<=[:,[])-?\d+(\.\d+)?(?=[,\]}])/g),
      () => change(/(?<=[:,[])"[^"]*"(?=[,\]}])/g),
    ]
    ways[random(ways.length)]?.()
  }
  return mutated
}

const formatsFrom = (seam: ItemSeam) => (seam === 'chart' ? ['svg'] : ['svg', 'summary', 'chrome-trace', 'chart'])

describe.each(ITEM_SEAMS)('NDJSON of %s that somebody has meddled with', seam => {
  test(`${CASES} cases: it is drawn as far as it makes sense, or refused in words`, async () => {
    const sources: string[][] = []
    for (const name of ['pipe.full.txt', 'io.default.txt', 'threads.full.txt', 'build.full.txt']) {
      const text = readFileSync(recording(name), 'utf8').split('\n').slice(-LINES).join('\n')
      sources.push((await convert(`${text}\n`, '--format', seam)).trimEnd().split('\n'))
    }
    const random = createRandom(SEED + ITEM_SEAMS.indexOf(seam))
    const formats = formatsFrom(seam)
    for (let number = 0; number < CASES; number++) {
      const text = `${mutate(sources[number % sources.length] ?? [], random).join('\n')}\n`
      const format = formats[random(formats.length)] ?? 'svg'
      const args = ['--from-format', seam, '--format', format, ...(random(4) === 0 ? ['--validate'] : [])]
      const outcome = await convert(text, ...args).catch((error: unknown) => error)
      const fault = outcome instanceof CliError ? undefined : faultOf(outcome, format)
      expect({ seam, number, args, fault, text: fault === undefined ? '' : text }).toMatchObject({ fault: undefined })
    }
  })
})

function faultOf(outcome: unknown, format: string): string | undefined {
  if (typeof outcome !== 'string') return outcome instanceof Error ? (outcome.stack ?? outcome.message) : 'no output'
  if (format === 'chrome-trace') JSON.parse(outcome)
  if (format !== 'svg') return undefined
  const ours = outcome.replace(/<script>[\s\S]*?<\/script>/, '')
  if (/NaN|Infinity|undefined/.test(ours)) return 'a number that is none'
  return UNSAFE.test(ours.replaceAll('\n', '')) ? 'a character that nobody sees' : undefined
}
