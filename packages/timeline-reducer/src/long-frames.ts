import type { Callchain } from '@tc-stream/event-schema'

export type FrameOrText = Callchain[number]

/** Names of a frame that are together no longer than this are not counted. Units: UTF-16 code units. */
export const LONG_FRAME = 160

/** Names of the frames that have long ones, each frame counted once. Units: UTF-16 code units. */
export const MAX_LONG_TEXT = 1 << 24

/**
 * Counts the text of frames with long names. There are as many frames as callchains times their depth, and a name of
 * C++ has a thousand characters; but a program has no more names than it has functions, and callchains share frames.
 */
export class LongFrames {
  readonly #references = new Map<FrameOrText, number>()
  #length = 0

  get isFull(): boolean {
    return this.#length > MAX_LONG_TEXT
  }

  retain(frames: readonly FrameOrText[]): void {
    for (const frame of frames) {
      const references = this.#references.get(frame) ?? 0
      if (references === 0) this.#length += textLength(frame)
      this.#references.set(frame, references + 1)
    }
  }

  release(frames: readonly FrameOrText[]): void {
    for (const frame of frames) {
      const references = (this.#references.get(frame) ?? 1) - 1
      if (references > 0) {
        this.#references.set(frame, references)
        continue
      }
      this.#references.delete(frame)
      this.#length -= textLength(frame)
    }
  }
}

/** Undefined for none, as in nearly every callchain. */
export function longFramesOf(frames: Callchain): readonly FrameOrText[] | undefined {
  let long: FrameOrText[] | undefined
  for (const frame of frames) {
    if (textLength(frame) <= LONG_FRAME) continue
    if (long === undefined) long = [frame]
    else long.push(frame)
  }
  return long
}

function textLength(frame: FrameOrText): number {
  if (typeof frame === 'string') return frame.length
  return (frame.symbol?.length ?? 0) + (frame.dso?.length ?? 0)
}
