import type { Random } from '../generator/random.js'
import { type Lines, randomBytes, replaceSome } from './lines.js'

/** What a mutation is given: lines to change, others to mix in, and a source of chance. */
export type Mutation = (lines: Lines, random: Random, others: Lines) => Lines

/** Bytes and words that mean something to one of the stages, or to whoever opens the picture. */
const DICTIONARY: readonly string[] = [
  ...['\0', '\t', '\r', '\x0b', '\x1b[2J', '\x7f', '\x85', '\x9b31m', '\xff', '\xc3', '\xe2\x80\xae', '\xef\xbf\xbf'],
  ...['\xed\xa0\x80', '\xf0\x9f\xa6\x80', '\xef\xbb\xbf', '<', '&', '"', "'", '>', ']]>', '<![CDATA[', '<!--', '-->'],
  ...['<script>alert(1)</script>', '&#0;', '&amp;', '<?xml', '</svg>', 'javascript:alert(1)', ' onload="x"'],
  ...[':', ': ', ' ', '[', ']', '[000] ', '[-01]', ' 1.5: ', ' 1777.692436: ', ' ==> ', ' next_pid=', ' prev_state='],
  ...['PERF_RECORD_LOST lost 12', 'PERF_RECORD_COMM: ', 'PERF_RECORD_FORK(9:9):(8:8)', '# cmdline : ', '(', ')', '/'],
  ...['ffffffff821facd8 ', '+0x', '([kernel.kallsyms])', '(inlined)', '__proto__', 'constructor', '%s%n', '../'],
]

/** Numbers at the edges of what a field may hold, and beyond. */
const NUMBERS: readonly string[] = [
  ...['0', '1', '-1', '-2', '127', '128', '255', '256', '999', '1000', '4095', '4096', '9999', '10000', '16383'],
  ...['16384', '65535', '65536', '2147483647', '2147483648', '-2147483648', '4294967295', '4294967296'],
  ...['9007199254740991', '9007199254740992', '18446744073709551615', '9'.repeat(30), '1e9', '0x10', '00000000', '1.5'],
]

/** Pieces of lines that a careless search for the next of their kind would begin anew at each of many. */
const PIECES: readonly string[] = [
  ...[' ', '\t', 'a', '1', ':', ': ', '1: ', ' 1.5: ', ' (', '()', ') ', ' ()', '[', '] ', ' [000]', '+0x1', ' +0x1'],
  ...[
    ' ==> ',
    '[1] R ==> ',
    ':1 [1]',
    ':1 [1] R ==> ',
    ' pid=1',
    ' pid=1 prio=1',
    ' prev_pid=1 prev_prio=1 prev_state=',
  ],
  ...[' next_pid=1', ' child_comm=', ' child_pid=1', ' abcdef x (a) ', ' abcdef x (', 'ffffffff821facd8 ', ', ', '/1'],
  ...[
    ':1/1',
    ' function=',
    'PERF_RECORD_',
    ' PERF_RECORD_X',
    ' (deleted)',
    '(inlined)',
    '.isra.1',
    '-',
    '=',
    '\0',
    '<',
  ],
]

const TIME = / (\d+)\.(\d{6,9}): /
const NUMBER = /(?<![0-9a-z])-?\d+/g

const dropLines: Mutation = (lines, random) => lines.filter(() => !random.chance(0.1))

const doubleLines: Mutation = (lines, random) => lines.flatMap(line => (random.chance(0.1) ? [line, line] : [line]))

const swapLines: Mutation = (lines, random) => {
  const swapped = [...lines]
  for (let times = 1 + lines.length / 20; times > 0; times--) {
    const [a, b] = [random.below(lines.length), random.below(lines.length)]
    ;[swapped[a], swapped[b]] = [lines[b] as string, lines[a] as string]
  }
  return swapped
}

/** Lines lose their ends, as when a buffer was not flushed. */
const cutLines: Mutation = (lines, random) =>
  lines.map(line => (random.chance(0.05) ? line.slice(0, random.below(line.length + 1)) : line))

const cutStarts: Mutation = (lines, random) =>
  lines.map(line => (random.chance(0.05) ? line.slice(random.below(line.length + 1)) : line))

/** The text ends in the middle of a line. */
const cutText: Mutation = (lines, random) => {
  const kept = lines.slice(0, 1 + random.below(lines.length))
  const last = kept.pop() as string
  return [...kept, last.slice(0, random.below(last.length + 1))]
}

/** A line goes on in the next one: a newline was lost. */
const joinLines: Mutation = (lines, random) =>
  lines.reduce<Lines>((joined, line) => {
    if (joined.length > 0 && random.chance(0.05)) joined.push((joined.pop() as string) + line)
    else joined.push(line)
    return joined
  }, [])

const breakLines: Mutation = (lines, random) =>
  lines.flatMap(line => {
    if (!random.chance(0.05)) return [line]
    const at = random.below(line.length + 1)
    return [line.slice(0, at), line.slice(at)]
  })

const blankLines: Mutation = (lines, random) =>
  lines.flatMap(line => (random.chance(0.05) ? [random.pick(['', ' ', '\t', '\r']), line] : [line]))

/** Two programs wrote to one file. */
const interleave: Mutation = (lines, random, others) => {
  const mixed: Lines = []
  let next = 0
  for (const line of lines) {
    while (random.chance(0.3) && next < others.length) mixed.push(others[next++] as string)
    mixed.push(line)
  }
  return mixed
}

const flipBits: Mutation = (lines, random) =>
  mapSome(lines, random, 0.1, line => {
    if (line.length === 0) return line
    const at = random.below(line.length)
    const code = line.charCodeAt(at) ^ (1 << random.below(8))
    return line.slice(0, at) + String.fromCharCode(code) + line.slice(at + 1)
  })

const insertWords: Mutation = (lines, random) =>
  mapSome(lines, random, 0.1, line => {
    const at = random.below(line.length + 1)
    return line.slice(0, at) + random.pick(DICTIONARY) + line.slice(at)
  })

const removeParts: Mutation = (lines, random) =>
  mapSome(lines, random, 0.1, line => {
    const at = random.below(line.length + 1)
    return line.slice(0, at) + line.slice(at + random.below(20))
  })

const changeNumbers: Mutation = (lines, random) => replaceSome(lines, NUMBER, random, 0.02, () => random.pick(NUMBERS))

/** Clocks that jump: back, far ahead, to zero. */
const changeTimes: Mutation = (lines, random) =>
  replaceSome(lines, TIME, random, 0.1, found => {
    const [, seconds = '0', fraction = '0'] = TIME.exec(found) ?? []
    const jump = random.pick([-1, 1, -1000, 1000, -Number(seconds), 9_000_000, 999_999_999_999 - Number(seconds)])
    const moved = random.chance(0.5) ? Number(seconds) + jump : Number(seconds)
    return ` ${Math.max(0, moved)}.${String(random.below(10 ** 6)).padStart(fraction.length, '0')}: `
  })

/** All records in the order of their text, but with their times in another. */
const timesBackward: Mutation = lines => {
  const times = lines.flatMap(line => TIME.exec(line)?.[0] ?? [])
  return lines.map(line => line.replace(TIME, () => times.pop() as string))
}

/** A task gets a name of any bytes, wherever it is named. */
const hostileComms: Mutation = (lines, random) => {
  const names = new Set(lines.flatMap(line => /(?:comm|prev_comm|next_comm)=(.*?) \w+=/.exec(line)?.[1] ?? []))
  const hostile = new Map<string, string>()
  for (const name of names) {
    if (name === '' || random.chance(0.5)) continue
    const any = random.chance(0.5) ? randomBytes(random, 1 + random.below(15)) : random.pick(DICTIONARY).slice(0, 15)
    hostile.set(name, any.replaceAll('\n', ''))
  }
  const replaced = lines.join('\n')
  return [...hostile].reduce((text, [name, any]) => text.replaceAll(name, () => any), replaced).split('\n')
}

const hostileSymbols: Mutation = (lines, random) =>
  mapSome(lines, random, 0.2, line =>
    line.replace(/^(\t\s*[0-9a-f]+ )(.*)( \(.*\))$/, (_, ip: string, symbol: string, dso: string) => {
      const bad = random.chance(0.5) ? randomBytes(random, random.below(200)) : random.pick(DICTIONARY)
      return random.chance(0.7) ? `${ip}${bad}+0x10${dso}` : `${ip}${symbol} (${bad})`
    }),
  )

const longSymbols: Mutation = (lines, random) =>
  mapSome(lines, random, 0.02, line =>
    line.replace(/^(\t\s*[0-9a-f]+ )(.*)( \(.*\))$/, `$1${'std::map<'.repeat(11_000)}$3`),
  )

/** One piece of a line, again and again: what takes the square of its length shows. */
const repeatedPiece: Mutation = (lines, random) => {
  const at = random.below(lines.length)
  const line = lines[at] as string
  const from = random.below(line.length + 1)
  const piece = random.pick(PIECES)
  const long = line.slice(0, from) + piece.repeat((10_000 + random.below(250_000)) / piece.length)
  return [...lines.slice(0, at), long + line.slice(random.pick([from, line.length])), ...lines.slice(at + 1)]
}

/** Far longer than any line that is taken. */
const endlessLine: Mutation = (lines, random) => {
  const at = random.below(lines.length)
  const long = (lines[at] as string).padEnd((1 << 20) + random.pick([-1, 0, 1, 70_000, 1_500_000]), 'x')
  return [...lines.slice(0, at), long, ...lines.slice(at + 1)]
}

const carriageReturns: Mutation = lines => lines.map(line => `${line}\r`)

const withoutIndent: Mutation = (lines, random) => mapSome(lines, random, 0.5, line => line.trimStart())

const lostRecords: Mutation = (lines, random) =>
  lines.flatMap(line =>
    random.chance(0.03)
      ? [`swapper 0 [00${random.below(4)}]${TIME.exec(line)?.[0] ?? ' '}PERF_RECORD_LOST lost 7`, line]
      : [line],
  )

const hostileHeader: Mutation = (lines, random) => [
  `# cmdline : ${random.pick(DICTIONARY)}${randomBytes(random, random.below(5_000))}`,
  `# cpudesc : ${random.pick(DICTIONARY)}`,
  `# nrcpus online : ${random.pick(NUMBERS)}`,
  `# os release : ${random.pick(['4.15.0', '3.2.0', '6.1', random.pick(DICTIONARY)])}`,
  `# sibling threads : ${random.pick(DICTIONARY)}`,
  ...lines,
]

/** Changes one line in `1 / share`, one at least. */
function mapSome(lines: Lines, random: Random, share: number, change: (line: string) => string): Lines {
  const sure = random.below(lines.length)
  return lines.map((line, at) => (at === sure || random.chance(share) ? change(line) : line))
}

export const MUTATIONS: Readonly<Record<string, Mutation>> = {
  dropLines,
  doubleLines,
  swapLines,
  cutLines,
  cutStarts,
  cutText,
  joinLines,
  breakLines,
  blankLines,
  interleave,
  flipBits,
  insertWords,
  removeParts,
  changeNumbers,
  changeTimes,
  timesBackward,
  hostileComms,
  hostileSymbols,
  longSymbols,
  repeatedPiece,
  endlessLine,
  carriageReturns,
  withoutIndent,
  lostRecords,
  hostileHeader,
}
