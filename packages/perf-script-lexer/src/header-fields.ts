/** Stands for a number that is not printed; pids and tids go down to -1. */
export const ABSENT = -2

/** Columns that perf pads a comm to; a comm has 15 bytes at most. */
export const COMM_FIELD_WIDTH = 16

/** A header line taken apart: numbers, and where in the line the texts stand. `commStart` = `commEnd`: no comm. */
export interface HeaderLine {
  commStart: number
  commEnd: number
  pid: number
  tid: number
  cpu: number
  timed: boolean
  seconds: number
  nanos: number
  period: number
  sideBand: boolean
  eventStart: number
  eventEnd: number
  payloadStart: number
  /** Comm and event as lasting strings, where they are known already; empty where they have yet to be cut out. */
  comm: string
  event: string
}

export function newHeaderLine(): HeaderLine {
  return {
    commStart: 0,
    commEnd: 0,
    pid: ABSENT,
    tid: ABSENT,
    cpu: ABSENT,
    timed: false,
    seconds: 0,
    nanos: 0,
    period: ABSENT,
    sideBand: false,
    eventStart: 0,
    eventEnd: 0,
    payloadStart: 0,
    comm: '',
    event: '',
  }
}
