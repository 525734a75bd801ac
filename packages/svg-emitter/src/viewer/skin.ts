import { type Colour, PALETTE, type Theme } from '../shared/palette.js'

/** The colours of what the script adds, as the reader prefers them now. */
export function createSkin(theme: Theme): (colour: Colour) => string {
  return colour => {
    const dark = theme === 'dark' || (theme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches)
    return PALETTE[colour][dark ? 1 : 0]
  }
}

export type Skin = ReturnType<typeof createSkin>
