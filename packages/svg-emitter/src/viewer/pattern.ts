/** Longest subject that is looked at. Units: UTF-16 code units. */
export const MAX_SUBJECT = 512
/** What a pattern may try on one text; a pattern that would go on for ever does not match. Units: steps. */
export const MAX_STEPS = 20_000
/** What is left to try on each of many texts once the pattern has gone on for ever on some. Units: steps. */
const LEAST_STEPS = 512

/** Whether a text matches. */
export type Matcher = (text: string) => boolean

type Test = (char: string) => boolean
/** Matches at a place and goes on with what follows. */
type Piece = (at: number, next: (at: number) => boolean) => boolean

/** What takes one character: a set, an escape, or any other character. */
const SINGLE = /^(\[\^?\]?(\\.|[^\]\\])*\]|\\.|[^[\\])/s
const isWord = (char: string | undefined) => char !== undefined && /\w/.test(char)

/** Matches where the words stand anywhere in a text, whatever their case. */
export function plainMatcher(words: string): Matcher {
  const wanted = words.toLowerCase()
  return text => text.toLowerCase().includes(wanted)
}

/**
 * Matches a regular expression anywhere in a text, whatever the case. What a reader types must not hang the page, and
 * the browser's own expressions cannot be stopped: here every step counts. There are no backreferences and no
 * lookaround.
 *
 * Bounds: `MAX_SUBJECT` of a text, `MAX_STEPS`; the more often these do not suffice, the fewer there are for the next
 * text, for a chart has many, and a link may bring the pattern. Errors: throws on what is not such a pattern.
 */
export function regexMatcher(source: string): Matcher {
  const pattern = source.toLowerCase() === source ? source : lowered(source)
  let subject = ''
  let at = 0
  let steps = 0
  let limit = MAX_STEPS

  const take = (text: string): boolean => {
    const found = pattern.startsWith(text, at)
    if (found) at += text.length
    return found
  }
  const fail = (why: string): never => {
    throw new Error(why)
  }
  const taking =
    (test: Test): Piece =>
    (place, next) => {
      if (++steps > limit) return false
      return place < subject.length && test(subject.charAt(place)) && next(place + 1)
    }
  const asking =
    (test: (place: number) => boolean): Piece =>
    (place, next) =>
      test(place) && next(place)
  const edge = (place: number) => isWord(subject[place - 1]) !== isWord(subject[place])

  function alternatives(): Piece {
    const first = sequence()
    if (!take('|')) return first
    const rest = alternatives()
    return (place, next) => first(place, next) || rest(place, next)
  }

  function sequence(): Piece {
    const pieces: Piece[] = []
    while (at < pattern.length && !'|)'.includes(pattern.charAt(at))) pieces.push(repeated(atom()))
    return pieces.reduceRight(
      (rest: Piece, piece) => (place, next) => piece(place, after => rest(after, next)),
      (place, next) => next(place),
    )
  }

  function repeated(piece: Piece): Piece {
    if (take('*')) return repeated(times(piece, 0, Number.POSITIVE_INFINITY))
    if (take('+')) return repeated(times(piece, 1, Number.POSITIVE_INFINITY))
    // Also the sign of lazy patterns: whether something matches does not depend on it.
    if (take('?')) return repeated(times(piece, 0, 1))
    const count = /^\{(\d+)(,?)(\d*)\}/.exec(pattern.slice(at))
    if (count === null) return piece
    at += count[0].length
    const least = Number(count[1])
    return repeated(times(piece, least, count[2] === '' ? least : Number(count[3] || Number.POSITIVE_INFINITY)))
  }

  function times(piece: Piece, least: number, most: number): Piece {
    const turn = (place: number, next: (at: number) => boolean, done: number): boolean => {
      if (++steps > limit) return false
      // A turn that takes nothing would go on for ever.
      const again = (after: number) => (after > place || done < least) && turn(after, next, done + 1)
      return (done < most && piece(place, again)) || (done >= least && next(place))
    }
    return (place, next) => turn(place, next, 0)
  }

  function atom(): Piece {
    if (take('(')) {
      if (!take('?:') && pattern[at] === '?') fail('(? is not supported')
      const piece = alternatives()
      return take(')') ? piece : fail('a ) is missing')
    }
    if (take('^')) return asking(place => place === 0)
    if (take('$')) return asking(place => place === subject.length)
    if (take('\\b')) return asking(edge)
    if (take('\\B')) return asking(place => !edge(place))
    return single()
  }

  /** A character, an escape or a set: with one character the browser's own expressions can do no harm. */
  function single(): Piece {
    const text = SINGLE.exec(pattern.slice(at))?.[0]
    const char = pattern.charAt(at)
    if (!text) return fail(char === '[' ? 'a ] is missing' : `${char} is not supported`)
    if (/^\\\d/.test(text)) fail(`${text} is not supported`)
    if ('*+?'.includes(text)) fail(`nothing before ${text}`)
    at += text.length
    // A bracket that comes first in a set is one of its characters.
    const known = new RegExp(`^${text.replace(/^(\[\^?)(?=\])/, '$1\\')}$`, 's')
    return taking(other => known.test(other))
  }

  const piece = alternatives()
  if (at < pattern.length) fail('a ) too many')
  return text => {
    subject = text.slice(0, MAX_SUBJECT).toLowerCase()
    steps = 0
    try {
      for (let start = 0; start <= subject.length && steps <= limit; start++) {
        if (piece(start, () => true)) return true
      }
      if (steps <= limit) return false
    } catch {
      // Repetitions within repetitions may lie deeper than the stack: these take too many steps as well.
    }
    limit = Math.max(LEAST_STEPS, limit / 2)
    return false
  }
}

/** In lower case but for what stands after a backslash. */
function lowered(source: string): string {
  return source.replace(/\\.|[^\\]+/gs, part => (part.startsWith('\\') ? part : part.toLowerCase()))
}
