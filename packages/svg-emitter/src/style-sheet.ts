import type { Markup } from './shared/markup.js'
import { baseColour, type Colour, PALETTE } from './shared/palette.js'

/** Colours that lines are drawn in; the others only fill. */
const STROKES: readonly Colour[] = ['grid', 'rule', 'faint', 'freq', 'arrow', 'unknownInk', 'blockedInk', 'lostInk']

/** What the attributes cannot say: figures of one width, and the colours for the dark. */
export function drawStyle(markup: Markup): string {
  // The ground also fills what a window has beyond the picture.
  const paper = baseColour('paper', markup.theme)
  const common = `.${markup.id('root')}{font-variant-numeric:tabular-nums;background:${paper}}`
  const dark = markup.theme === 'auto' ? `@media (prefers-color-scheme:dark){${darkRules(markup)}}` : ''
  return `<style>${common}${dark}</style>`
}

function darkRules(markup: Markup): string {
  const fills = Object.entries(PALETTE).map(([name, shades]) => `.${markup.id(name)}{fill:${shades[1]}}`)
  const strokes = STROKES.map(name => `.${markup.id(`${name}-s`)}{stroke:${PALETTE[name][1]}}`)
  return [...fills, ...strokes, `.${markup.id('root')}{background:${PALETTE.paper[1]}}`].join('')
}

/** Hatchings: the sign beside the colour that tells a state. */
export function drawPatterns(markup: Markup): string {
  return (
    `<defs>${hatching(markup, 'unknown', undefined, 'unknownInk', 5, 1.5)}` +
    `${hatching(markup, 'blocked', 'blocked', 'blockedInk', 4, 3)}` +
    `${hatching(markup, 'lost', undefined, 'lostInk', 3, 2)}</defs>`
  )
}

/** Diagonal lines. Units: CSS pixels. */
function hatching(
  markup: Markup,
  name: string,
  ground: Colour | undefined,
  ink: Colour,
  pitch: number,
  width: number,
): string {
  const under = ground === undefined ? '' : markup.rect(0, 0, pitch, pitch, markup.fill(ground))
  return (
    `<pattern id="${markup.id(name)}" width="${pitch}" height="${pitch}" patternUnits="userSpaceOnUse" ` +
    `patternTransform="rotate(45)">${under}<path d="M0 0V${pitch}" stroke-width="${width}" ${markup.stroke(ink)}/></pattern>`
  )
}
