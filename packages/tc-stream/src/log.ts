import type { LOG_LEVELS } from './option-table.js'
import { printable, printableLines } from './text.js'

export type LogLevel = (typeof LOG_LEVELS)[number]

/** The part of pino that is used: facts first, then the message. */
export interface Logger {
  debug(facts: object, message: string): void
  info(facts: object, message: string): void
  warn(facts: object, message: string): void
  error(facts: object, message: string): void
}

const SILENT: Logger = { debug() {}, info() {}, warn() {}, error() {} }

/**
 * The log on stderr: JSON lines, or text on a terminal. pino is loaded only for a log that is asked for: a program in a
 * pipe should start at once.
 */
export async function createLogger(level: LogLevel, terminal: { isTTY: boolean; color: boolean }): Promise<Logger> {
  if (level === 'silent') return SILENT
  const { pino } = await import('pino')
  const options = { name: 'tc-stream', level, base: null }
  const stderr = pino.destination({ dest: 2, sync: true })
  // A log that nobody takes, or that finds the disk full, is no reason to fail.
  stderr.on('error', () => {})
  if (!terminal.isTTY) return narrow(pino(options, stderr))
  const { default: pretty } = await import('pino-pretty')
  return narrow(pino(options, pretty({ colorize: terminal.color, destination: stderr, sync: true, ignore: 'name' })))
}

function narrow(log: Logger): Logger {
  return {
    debug: (facts, message) => log.debug(cleanFacts(facts), printable(message)),
    info: (facts, message) => log.info(cleanFacts(facts), printable(message)),
    warn: (facts, message) => log.warn(cleanFacts(facts), printable(message)),
    error: (facts, message) => log.error(cleanFacts(facts), printable(message)),
  }
}

/** JSON spells out some control characters only, and a log that is made readable none: the log is read on a terminal. */
function cleanFacts(facts: object): object {
  return Object.fromEntries(Object.entries(facts).map(([name, fact]) => [name, cleanFact(fact)]))
}

function cleanFact(fact: unknown): unknown {
  if (typeof fact === 'string') return printable(fact)
  if (!(fact instanceof Error)) return fact
  return { type: fact.name, message: printableLines(fact.message), stack: printableLines(fact.stack ?? '') }
}
