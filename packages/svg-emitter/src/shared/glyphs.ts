import { onGrid } from './rect-path.js'

/** Marks that have a shape of their own. */
export type Glyph = 'start' | 'fork' | 'exec' | 'exit' | 'event' | 'migration' | 'lost'

/** Glyphs closer than this to the one before are mere ticks. Units: CSS pixels. */
const LEAST_DISTANCE = 6

/**
 * Outlines from the moment at the bottom of the glyphs: a flag where a task starts, a wedge of a fork that points down, the
 * diamond of an exec, the block of an exit, a wedge that points up for an event of one's own, two wedges for a change of
 * CPU.
 */
const OUTLINES: Readonly<Record<string, string>> = {
  start: 'm0-5l5 2.5l-5 2.5z',
  fork: 'm-3-5h6l-3 5z',
  exec: 'm0-5.5l3 3l-3 3l-3-3z',
  exit: 'm-4-4.5h4v4h-4z',
  event: 'm-3 0l3-5l3 5z',
  migration: 'm-3.5-5l7 5v-5l-7 5z',
  lost: 'm-4-8h8l-4 8z',
}

/** The outline of a glyph, a tick where there is none of that name. */
export function glyphPath(glyph: string, x: number, bottom: number): string {
  return `M${x} ${bottom}${OUTLINES[glyph] ?? 'v-3h1v3z'}`
}

/** All marks of one kind in a row. They come in order of time. Bounds: one for each pixel. */
export class GlyphRun {
  path = ''
  #drawn = Number.NEGATIVE_INFINITY
  #last = Number.NEGATIVE_INFINITY

  add(glyph: string, x: number, bottom: number): void {
    const at = onGrid(x)
    if (at - this.#last < 1) return
    this.#last = at
    const fits = at - this.#drawn >= LEAST_DISTANCE
    this.path += glyphPath(fits ? glyph : '', at, bottom)
    if (fits) this.#drawn = at
  }
}
