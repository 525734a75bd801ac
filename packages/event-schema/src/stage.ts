/** Hands an item to the next stage. */
export type Emit<Out> = (item: Out) => void

/**
 * The pure core of a stage: synchronous, without `node:` imports, driven by plain values.
 *
 * `push` takes one item and emits what has become certain. `flush` is called once, after the last item; it is a
 * generator, so that a stage that holds much can let go of it as slowly as its consumer takes it.
 */
export interface Stage<In, Out> {
  push(item: In, emit: Emit<Out>): void
  flush(): Iterable<Out>
}

/** Runs a core over values: for tests and for small inputs. */
export function* runStage<In, Out>(stage: Stage<In, Out>, items: Iterable<In>): Generator<Out, void, undefined> {
  let ready: Out[] = []
  for (const item of items) {
    stage.push(item, out => ready.push(out))
    if (ready.length > 0) {
      yield* ready
      ready = []
    }
  }
  yield* stage.flush()
}
