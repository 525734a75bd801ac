import { runStage, type Stage } from './stage.js'

/** Holds every other item back until the next one; flush lets go of what is left. */
function createPairs(): Stage<number, string> {
  let held: number | undefined
  return {
    push(item, emit) {
      if (held === undefined) {
        held = item
        return
      }
      emit(`${held}`)
      emit(`${item}`)
      held = undefined
    },
    *flush() {
      if (held !== undefined) yield `${held} is left`
    },
  }
}

test('a stage is run over values, in order, and flushed', () => {
  expect([...runStage(createPairs(), [1, 2, 3, 4, 5])]).toEqual(['1', '2', '3', '4', '5 is left'])
  expect([...runStage(createPairs(), [])]).toEqual([])
})

test('items come as they become certain, not all at the end', () => {
  const taken: number[] = []
  function* items() {
    for (const item of [1, 2, 3]) {
      taken.push(item)
      yield item
    }
  }
  const run = runStage(createPairs(), items())
  expect(run.next().value).toBe('1')
  expect(taken).toEqual([1, 2])
})
