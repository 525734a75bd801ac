import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Stage } from './stage.js'
import { BATCH_SIZE, StageTransform } from './stage-stream.js'

/** Emits each number `times` times, and `times` zeros at the end. */
const repeat = (times: number): Stage<number, number> => ({
  push(item, emit) {
    for (let i = 0; i < times; i++) emit(item)
  },
  *flush() {
    for (let i = 0; i < times; i++) yield 0
  },
})

async function collect(source: Iterable<unknown>, stage: Stage<number, number>, delayMs = 0): Promise<number[]> {
  const out: number[] = []
  await pipeline(
    Readable.from(source),
    new StageTransform(stage),
    new Writable({
      objectMode: true,
      highWaterMark: 1,
      write(batch: number[], _encoding, done) {
        out.push(...batch)
        if (delayMs > 0) sleep(delayMs).then(() => done(), done)
        else done()
      },
    }),
  )
  return out
}

describe('StageTransform', () => {
  test('takes single items and arrays alike', async () => {
    const expected = [1, 2, 3, 4, 0]
    expect(await collect([1, 2, 3, 4], repeat(1))).toEqual(expected)
    expect(await collect([[1, 2], 3, [], [4]], repeat(1))).toEqual(expected)
  })

  test('loses nothing when one item makes many batches and the reader is slow', async () => {
    const times = BATCH_SIZE * 5 + 3
    const out = await collect([[7], [8]], repeat(times), 1)
    expect(out.length).toBe(times * 3)
    expect(out.filter(n => n === 8).length).toBe(times)
  })

  test('makes no batch that nobody asks for', async () => {
    let emitted = 0
    const endless: Stage<number, number> = {
      push: () => {},
      *flush() {
        for (; emitted < 1_000_000; emitted++) yield emitted
      },
    }
    const stream = new StageTransform(endless)
    stream.end()
    await sleep(20)
    expect(emitted).toBeLessThanOrEqual(BATCH_SIZE * 4)
    stream.read()
    await sleep(20)
    expect(emitted).toBeLessThanOrEqual(BATCH_SIZE * 6)
    stream.destroy()
  })

  test('a throw in the core ends the stream with that error', async () => {
    const broken: Stage<number, number> = {
      push() {
        throw new Error('TC_TEST_BROKEN')
      },
      *flush() {},
    }
    await expect(collect([1], broken)).rejects.toThrow('TC_TEST_BROKEN')
  })

  test('validateInput refuses an item', async () => {
    const stream = new StageTransform(repeat(1), {
      validateInput: item => {
        if (item === 3) throw new Error('not three')
      },
    })
    await expect(
      pipeline(Readable.from([1, 3]), stream, new Writable({ objectMode: true, write: (_c, _e, d) => d() })),
    ).rejects.toThrow('not three')
  })
})
