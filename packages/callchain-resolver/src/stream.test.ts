import { Readable } from 'node:stream'
import type { TimelineItem } from '@tc-stream/event-schema'
import { sleepOf } from './recording.test.fixture.js'
import { resolveCallchains } from './stream.js'

test('items stream through, one by one or in arrays', async () => {
  const end: TimelineItem = { type: 'end', startNs: 0, endNs: 1, events: 2 }
  const sleep = () => sleepOf('x', 1, 'S', ['1 schedule (/x)', '2 do_wait (/x)'])
  const chunks = await Readable.from([sleep(), [sleep(), end]])
    .pipe(resolveCallchains())
    .toArray()
  expect(chunks.flat()).toMatchObject([{ reason: 'do_wait' }, { reason: 'do_wait' }, { type: 'end' }])
})

test('bad options throw when the stream is made', () => {
  expect(() => resolveCallchains({ callchainDepth: -1 })).toThrow()
})
