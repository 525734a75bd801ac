/** What became of the lines; all of them but `sideBand`, `untimed` and the drops add up to `lines`. */
export interface LexerCounters {
  lines: number
  /** Header lines of records, side-band records included. */
  records: number
  /** Of the records, those of side-band lines. */
  sideBand: number
  /** Of the records, samples without a time. */
  untimed: number
  /** Frame lines inside records. */
  frames: number
  /** Frame lines outside any record. */
  orphanFrames: number
  /** Lines of the `#` header, and of trace-cmd's. */
  headerLines: number
  blankLines: number
  /** Parts of a comm or payload that a newline cut off, further lines of side-band records, heads of ftrace's stacks. */
  joinedLines: number
  /** Lines that add what nobody asked for: source lines, registers, branch stacks, stacks that are nobody's. */
  extraLines: number
  /** Messages of perf between the records. */
  noise: number
  longLines: number
  unknownLines: number
  /** Records dropped while the first time was awaited. */
  heldDropped: number
  /** Frames beyond the depth limit. */
  framesDropped: number
  /** Of the frames, those that were too long and lost their middle. */
  framesClipped: number
  /** Times a table was full and began anew. */
  tablesCleared: number
}

export function createLexerCounters(): LexerCounters {
  return {
    lines: 0,
    records: 0,
    sideBand: 0,
    untimed: 0,
    frames: 0,
    orphanFrames: 0,
    headerLines: 0,
    blankLines: 0,
    joinedLines: 0,
    extraLines: 0,
    noise: 0,
    longLines: 0,
    unknownLines: 0,
    heldDropped: 0,
    framesDropped: 0,
    framesClipped: 0,
    tablesCleared: 0,
  }
}

/** Lines used or counted; after the flush it equals `lines`. */
export function accountedLines(counters: LexerCounters): number {
  return (
    counters.records +
    counters.frames +
    counters.orphanFrames +
    counters.headerLines +
    counters.blankLines +
    counters.joinedLines +
    counters.extraLines +
    counters.noise +
    counters.longLines +
    counters.unknownLines
  )
}
