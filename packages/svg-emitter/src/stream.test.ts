import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setImmediate } from 'node:timers/promises'
import { type ChartItem, runStage } from '@tc-stream/event-schema'
import { createSvgEmitter } from './emitter.js'
import { emitSvg } from './stream.js'
import { syntheticChart } from './testing/synthetic-chart.js'

const items = syntheticChart({ spanNs: 3e9 })
const expected = [...runStage(createSvgEmitter(), items)].join('')

/** Arrays of changing length, the same for the same seed. */
function pieces(seed: number): (ChartItem | ChartItem[])[] {
  const result: (ChartItem | ChartItem[])[] = []
  let state = seed
  for (let at = 0; at < items.length; ) {
    state = (state * 48271) % 2147483647
    const length = state % 700
    result.push(length < 5 ? (items[at] as ChartItem) : items.slice(at, at + length))
    at += length < 5 ? 1 : length
  }
  return result
}

test.each([1, 2, 3])('however the items come (%d), the bytes are the same', async seed => {
  const chunks: Buffer[] = []
  await pipeline(Readable.from(pieces(seed)), emitSvg(), async source => {
    for await (const chunk of source) chunks.push(chunk as Buffer)
  })
  expect(Buffer.concat(chunks).toString('utf8') === expected).toBe(true)
})

test('what comes out is bytes, in pieces of about 64 kB', async () => {
  const sizes: number[] = []
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      sizes.push(chunk.length)
      done()
    },
  })
  await pipeline(Readable.from([items]), emitSvg(), sink)
  expect(sizes.length).toBeGreaterThan(5)
  expect(Math.max(...sizes)).toBeLessThan(200_000)
})

test('a reader that takes nothing stops the writing', async () => {
  const stream = emitSvg()
  let taken = 0
  const source = Readable.from(
    (function* () {
      for (const item of items) {
        taken++
        yield item
      }
    })(),
  )
  source.pipe(stream)
  for (let turn = 0; turn < 3000; turn++) await setImmediate()
  expect(stream.readableLength).toBeLessThan(300_000)
  expect(taken).toBeLessThan(items.length)
  stream.destroy()
})
