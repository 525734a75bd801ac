import type { PrevState } from '@tc-stream/event-schema'
import { isDigit } from './text.js'

/**
 * Every alphabet is first brought to the bits of the state word of kernels from 4.14 on: the letters of different
 * kernels, plugins and raw numbers then differ in their tables only, and a shifted state is a shift.
 */
const RUNNABLE = 0
const SLEEPING = 1
const BLOCKED = 2
const STOPPED = 4
const TRACED = 8
const DEAD = 16
const ZOMBIE = 32
const PARKED = 64
const IDLE = 128
const PREEMPTED = 256

/** Before 4.14 an idle kernel thread is blocked with the flag that keeps it out of the load: `D|N`, 2 + 1024. */
const BLOCKED_NO_LOAD = BLOCKED | 1024

export type StateDialect = 'keyValue' | 'plugin'

/**
 * Letters of the kernel's own text. `x` (dead) is of kernels before 4.14. `K`, `W`, `N` only accompany other letters
 * there; alone they should not occur, and are taken for what they come nearest to: killable and no-load sleep, waking.
 */
const KEY_VALUE_BITS: Readonly<Record<string, number>> = {
  R: RUNNABLE,
  S: SLEEPING,
  D: BLOCKED,
  T: STOPPED,
  t: TRACED,
  X: DEAD,
  x: DEAD,
  Z: ZOMBIE,
  P: PARKED,
  I: IDLE,
  K: SLEEPING,
  N: SLEEPING,
  W: RUNNABLE,
  n: RUNNABLE,
}

/**
 * Letters of libtraceevent's plugin. It names bits by position, and its older table is that of older kernels: parked is
 * `x` and idle `W` there. `X` and `Z` are swapped between its tables; both are dead.
 */
const PLUGIN_BITS: Readonly<Record<string, number>> = { ...KEY_VALUE_BITS, X: ZOMBIE, Z: ZOMBIE, x: PARKED, W: IDLE }

/** Tables by character code, for the one-letter states that nearly all are; -1 is no letter. */
const KEY_VALUE_CODES = codeTable(KEY_VALUE_BITS)
const PLUGIN_CODES = codeTable(PLUGIN_BITS)

function codeTable(bits: Readonly<Record<string, number>>): Int16Array {
  const table = new Int16Array(128).fill(-1)
  for (const [letter, value] of Object.entries(bits)) table[letter.charCodeAt(0)] = value
  return table
}

/**
 * The state in `[start, end)` of a payload, or undefined where no letter of it is known.
 *
 * Shape: `S`, `R+`, `D|K`, `256`.
 * @param shifted the kernel wrote every state but `R+` one bit too high
 */
export function parsePrevState(
  text: string,
  start: number,
  end: number,
  dialect: StateDialect,
  shifted: boolean,
): PrevState | undefined {
  const table = dialect === 'plugin' ? PLUGIN_CODES : KEY_VALUE_CODES
  const first = text.charCodeAt(start)
  const bits =
    end - start === 1 && !isDigit(first) ? bitsOfCode(table, first) : bitsOfWord(text.slice(start, end), table)
  if (bits < 0) return undefined
  return stateOfBits(shifted && bits < PREEMPTED ? bits >> 1 : bits)
}

function bitsOfCode(table: Int16Array, code: number): number {
  return table[code] ?? -1
}

function bitsOfWord(word: string, table: Int16Array): number {
  if (/^(0x[0-9a-f]+|\d+)$/i.test(word)) return bitsOfNumber(Number(word))
  if (word.endsWith('+')) return PREEMPTED
  let bits = -1
  let blocked = false
  let noLoad = false
  for (const letter of word.split('|')) {
    const found = letter.length === 1 ? bitsOfCode(table, letter.charCodeAt(0)) : -1
    if (letter === 'N') noLoad = true
    if (found === BLOCKED) blocked = true
    if (bits < 0) bits = found
  }
  if (blocked) return noLoad ? IDLE : BLOCKED
  return bits
}

/** One bit of a raw state word; the flag of preemption is some power of two above the states, by kernel. */
function bitsOfNumber(value: number): number {
  if (!Number.isSafeInteger(value) || value > 0xffff) return -1
  if ((value & BLOCKED_NO_LOAD) === BLOCKED_NO_LOAD) return IDLE
  const states = value & (PREEMPTED - 1)
  if (states === 0) return value === 0 ? RUNNABLE : PREEMPTED
  if ((states & BLOCKED) !== 0) return BLOCKED
  return states & -states
}

function stateOfBits(bits: number): PrevState {
  switch (bits) {
    case RUNNABLE:
      return 'R'
    case SLEEPING:
      return 'S'
    case BLOCKED:
      return 'D'
    case STOPPED:
      return 'T'
    case TRACED:
      return 't'
    case DEAD:
      return 'X'
    case ZOMBIE:
      return 'Z'
    case PARKED:
      return 'P'
    case IDLE:
      return 'I'
    default:
      return 'R+'
  }
}
