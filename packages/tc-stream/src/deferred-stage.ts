import type { Stage } from '@tc-stream/event-schema'

/** Items kept back at most; the stage is made then, whatever they are. */
export const MAX_HELD_ITEMS = 1_000

/**
 * A stage that is made when its first real item is there: its options may depend on what only the stream tells, as a
 * window given in seconds of the trace does.
 *
 * Bounds: `MAX_HELD_ITEMS` items that come before the first real one.
 */
export function createDeferredStage<In, Out>(
  isPreface: (item: In) => boolean,
  make: () => Stage<In, Out>,
): Stage<In, Out> {
  let held: In[] = []
  let made: Stage<In, Out> | undefined

  function start(emit: (item: Out) => void): Stage<In, Out> {
    const stage = make()
    for (const item of held) stage.push(item, emit)
    held = []
    return stage
  }

  return {
    push(item, emit) {
      if (made === undefined) {
        if (isPreface(item) && held.length < MAX_HELD_ITEMS) {
          held.push(item)
          return
        }
        made = start(emit)
      }
      made.push(item, emit)
    },
    *flush() {
      const early: Out[] = []
      made ??= start(item => early.push(item))
      yield* early
      yield* made.flush()
    },
  }
}
