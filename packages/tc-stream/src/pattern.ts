import { createRequire } from 'node:module'
import { ValueError } from './errors.js'

/** Longest pattern. Units: UTF-16 code units. */
export const MAX_PATTERN_LENGTH = 256
/** Largest program that a pattern may become; `.{1000}` takes a thousand steps. */
export const MAX_PROGRAM_SIZE = 10_000
/** As much of a name is looked at: the kernel's have 15 bytes, and a text may claim anything. */
export const MAX_SUBJECT_LENGTH = 1_024
/** Names whose answer is remembered. */
const MAX_REMEMBERED = 4_096

export interface Pattern {
  readonly source: string
  /** Somewhere in the text. */
  test(text: string): boolean
}

/**
 * Compiles a regular expression of the user's. Undefined for a text that does not stand between slashes.
 *
 * JavaScript's own engine can take ages over a short text (`/(a+)+b/`). This one is RE2's: its time grows with the length
 * of the text only; it knows no look-around and no backreferences.
 *
 * Shape: `/^kworker/`, `/^KWORKER/i`. Bounds: the limits above, and 4,096 answers. Errors: ValueError.
 */
export function parsePattern(text: string): Pattern | undefined {
  const parts = /^\/(.*)\/([a-zA-Z]*)$/s.exec(text)
  if (parts === null) return undefined
  const [, source = '', flags = ''] = parts
  if (source === '') throw new ValueError(`${text} is empty: it would match every name`)
  if (flags !== '' && flags !== 'i') {
    throw new ValueError(`${text}: the only flag is i; a name that begins with a slash is ${asPattern(text)}`)
  }
  if (source.length > MAX_PATTERN_LENGTH) throw new ValueError(`longer than ${MAX_PATTERN_LENGTH} characters`)
  return { source: text, test: remembering(compile(source, flags === 'i', text)) }
}

/** The engine is loaded when the first pattern is there: it takes longer than all other options together. */
function compile(source: string, ignoreCase: boolean, text: string): (subject: string) => boolean {
  const { RE2JS } = createRequire(import.meta.url)('re2js') as typeof import('re2js')
  let program: ReturnType<typeof RE2JS.compile>
  try {
    program = RE2JS.compile(source, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0)
  } catch (error) {
    const reason = (error as Error).message.replace(/^error parsing regexp: /, '')
    throw new ValueError(`${text} is no regular expression: ${reason}`)
  }
  if (program.programSize() > MAX_PROGRAM_SIZE) throw new ValueError(`${text} repeats too much`)
  return subject => program.test(subject.slice(0, MAX_SUBJECT_LENGTH))
}

/** The same names come again and again. */
function remembering(test: (subject: string) => boolean): (subject: string) => boolean {
  const known = new Map<string, boolean>()
  return subject => {
    let answer = known.get(subject)
    if (answer === undefined) {
      answer = test(subject)
      if (known.size >= MAX_REMEMBERED) known.clear()
      known.set(subject, answer)
    }
    return answer
  }
}

function asPattern(name: string): string {
  return `/^${name.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}$/`
}
