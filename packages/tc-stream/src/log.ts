import type { LOG_LEVELS } from './option-table.js'

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
  if (!terminal.isTTY) return narrow(pino(options, pino.destination({ dest: 2, sync: true })))
  const { default: pretty } = await import('pino-pretty')
  return narrow(pino(options, pretty({ colorize: terminal.color, destination: 2, sync: true, ignore: 'name' })))
}

function narrow(log: Logger): Logger {
  return {
    debug: (facts, message) => log.debug(facts, message),
    info: (facts, message) => log.info(facts, message),
    warn: (facts, message) => log.warn(facts, message),
    error: (facts, message) => log.error(facts, message),
  }
}
