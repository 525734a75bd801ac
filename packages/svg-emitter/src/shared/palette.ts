/**
 * Colours, light and dark. The states follow Okabe and Ito's palette, which stays apart for every common kind of colour
 * vision; heights and hatching say the same again.
 */
export const PALETTE = {
  paper: ['#ffffff', '#13161c'],
  panel: ['#f6f7f9', '#1a1e26'],
  ink: ['#1c2129', '#e6e9ee'],
  dim: ['#667080', '#97a1b0'],
  faint: ['#98a2b0', '#6b7585'],
  grid: ['#eceef2', '#20252e'],
  rule: ['#d5dae2', '#343c49'],
  rest: ['#c9d0da', '#3c4553'],
  running: ['#1f77b8', '#4ea3e0'],
  woken: ['#f0a30a', '#f2b134'],
  preempted: ['#d9541e', '#f0743e'],
  blocked: ['#d9a3c6', '#7d4a6c'],
  blockedInk: ['#a4467f', '#e39cc8'],
  unknownInk: ['#c3cad4', '#434c5a'],
  busy: ['#9aa7b8', '#5d6b7e'],
  hardirq: ['#8e3b8c', '#d48ad2'],
  vector: ['#475467', '#b4bfce'],
  softirq: ['#0a8f6c', '#3cc79f'],
  irqArrow: ['#7d6b99', '#b3a3cf'],
  sample: ['#7a4fb5', '#b593e8'],
  migration: ['#7a6a00', '#d3bd45'],
  freq: ['#475467', '#c3ccd8'],
  mark: ['#475467', '#b4bfce'],
  lostInk: ['#d62839', '#ff6b78'],
  arrow: ['#3b4454', '#c9d1dc'],
  warn: ['#a15c00', '#f2b134'],
  c0: ['#d3d7a6', '#2c3226'],
  c1: ['#b8da90', '#31402a'],
  c2: ['#97d097', '#345536'],
  c3: ['#77c9ae', '#366b50'],
  c4: ['#4cb4ba', '#37836e'],
  c5: ['#2f98bd', '#3b9c90'],
  c6: ['#2a79b3', '#46a9b5'],
  c7: ['#2c59a0', '#5cb4d0'],
  c8: ['#2b3c82', '#7cbfe4'],
  c9: ['#1e2358', '#a5c8f5'],
  ioFile: ['#2f7fc1', '#58a6e0'],
  ioNet: ['#009e73', '#2fb48d'],
  ioSync: ['#c3a5d9', '#7b5c99'],
  ioPoll: ['#d5dae2', '#3b4453'],
  ioError: ['#d62839', '#ff6b78'],
  hue0: ['#f4b4b8', '#7f494d'],
  hue1: ['#f2b99f', '#7e4d36'],
  hue2: ['#e4c191', '#735426'],
  hue3: ['#cecb92', '#615d27'],
  hue4: ['#b3d3a2', '#486438'],
  hue5: ['#99d7bb', '#2b6850'],
  hue6: ['#8bd7d6', '#136868'],
  hue7: ['#91d2ec', '#21637a'],
  hue8: ['#a7caf8', '#3d5c84'],
  hue9: ['#c2c1f7', '#565583'],
  hue10: ['#dab9e9', '#6b4e78'],
  hue11: ['#ecb4d2', '#794964'],
  spot: ['#2fc774', '#1f9d5c'],
  spotEdge: ['#0b3d22', '#d8ffe9'],
} as const satisfies Record<string, readonly [light: string, dark: string]>

export type Colour = keyof typeof PALETTE
export const THEMES = ['auto', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

/** The colour that stands in the attributes: all that a viewer without style sheets will know. */
export function baseColour(colour: Colour, theme: Theme): string {
  return PALETTE[colour][theme === 'dark' ? 1 : 0]
}
