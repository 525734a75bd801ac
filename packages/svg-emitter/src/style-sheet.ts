import type { Markup } from './shared/markup.js'
import { baseColour, type Colour, PALETTE } from './shared/palette.js'
import { toolsRules } from './tools-style.js'

/** Colours that lines are drawn in; the others only fill. */
const STROKES: readonly Colour[] = [
  'grid',
  'rule',
  'faint',
  'freq',
  'arrow',
  'irqArrow',
  'paper',
  'unknownInk',
  'blockedInk',
  'lostInk',
]

type Shade = 0 | 1

/**
 * What the attributes cannot say: figures of one width, the colours for the dark, and, for the script, the looks of its
 * tools and a theme that is chosen by hand.
 */
export function drawStyle(markup: Markup, script: boolean): string {
  const root = `.${markup.id('root')}`
  // The ground also fills what a window has beyond the picture.
  const common = `${root}{font-variant-numeric:tabular-nums;background:${baseColour('paper', markup.theme)}}`
  const inDark = (rules: string) => (markup.theme === 'auto' ? `@media (prefers-color-scheme:dark){${rules}}` : '')
  if (!script) return `<style>${common}${inDark(colourRules(markup, 1))}</style>`
  const themes =
    variables(root, markup.theme === 'dark' ? 1 : 0) +
    inDark(variables(root, 1)) +
    variables(`${root}[data-theme=light]`, 0) +
    variables(`${root}[data-theme=dark]`, 1)
  // Viewers that know no variables know no such condition either.
  return `<style>${common}${themes}@supports (--a:0){${colourRules(markup, undefined)}}${toolsRules(root)}</style>`
}

/** The rules that give everything its colour: of one shade, or as the variables have it. */
function colourRules(markup: Markup, shade: Shade | undefined): string {
  const value = (name: string) => (shade === undefined ? `var(--${name})` : PALETTE[name as Colour][shade])
  const fills = Object.keys(PALETTE).map(name => `.${markup.id(name)}{fill:${value(name)}}`)
  const strokes = STROKES.map(name => `.${markup.id(`${name}-s`)}{stroke:${value(name)}}`)
  return [...fills, ...strokes, `.${markup.id('root')}{background:${value('paper')}}`].join('')
}

function variables(when: string, shade: Shade): string {
  const values = Object.entries(PALETTE).map(([name, shades]) => `--${name}:${shades[shade]}`)
  return `${when}{color-scheme:${shade === 1 ? 'dark' : 'light'};${values.join(';')}}`
}

/** Hatchings: the sign beside the colour that tells a state. */
export function drawPatterns(markup: Markup): string {
  return (
    `<defs>${hatching(markup, 'unknown', undefined, 'unknownInk', 5, 1.5)}` +
    `${hatching(markup, 'blocked', 'blocked', 'blockedInk', 4, 3)}` +
    `${hatching(markup, 'lost', undefined, 'lostInk', 6, 2)}</defs>`
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
  const under = ground === undefined ? '' : markup.rect(0, 0, pitch, pitch, markup.fillOf(ground))
  return (
    `<pattern id="${markup.id(name)}" width="${pitch}" height="${pitch}" patternUnits="userSpaceOnUse" ` +
    `patternTransform="rotate(45)">${under}<path d="M0 0V${pitch}" stroke-width="${width}" ${markup.strokeOf(ink)}/></pattern>`
  )
}
