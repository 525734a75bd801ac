import { type Frame, type IntervalItem, runStage } from '@tc-stream/event-schema'
import { MAX_FRAME_TEXT, MAX_SYMBOL_LENGTH } from './options.js'
import { sleepOf } from './recording.test.fixture.js'
import { createCallchainResolver } from './resolver.js'

const long = 'x'.repeat(MAX_SYMBOL_LENGTH + 1)

function framesOf(callchain: (string | Frame)[]) {
  const resolver = createCallchainResolver()
  const items = [...runStage(resolver, [{ ...sleepOf('x', 7, 'S', []), callchain }])]
  const codes = items.flatMap(item => (item.type === 'diagnostic' ? [`${item.code} ${item.count}`] : []))
  return { frames: (items[0] as IntervalItem).callchain as Frame[], codes, counters: resolver.counters }
}

test('long names of symbols and files lose their ends', () => {
  const { frames, codes } = framesOf([`55d0c0de0000 ${long}+0x1 (/${long})`, `55d0c0de0001 f+0x2 (/${long})`])
  const clipped = `${'x'.repeat(MAX_SYMBOL_LENGTH - 3)}...`
  const dso = `/${clipped.slice(1)}`
  expect(frames).toEqual([
    { ip: '55d0c0de0000', symbol: clipped, offset: 1, dso },
    { ip: '55d0c0de0001', symbol: 'f', offset: 2, dso },
  ])
  expect(codes).toEqual(['TC_CALLCHAIN_LONG_NAME 2'])
})

test('so do those of frames that come resolved, and the longest that is kept stays whole', () => {
  const whole = long.slice(1)
  const given = { ip: null, symbol: long, dso: null, inlined: true } as const
  const { frames, codes } = framesOf([given, { ip: '1', symbol: whole, dso: whole }])
  expect(frames[0]).toEqual({ ...given, symbol: `${'x'.repeat(MAX_SYMBOL_LENGTH - 3)}...` })
  expect(frames[1]).toEqual({ ip: '1', symbol: whole, dso: whole })
  expect(codes).toEqual(['TC_CALLCHAIN_LONG_NAME 1'])
})

test('the table of frames begins anew when its text is too long', () => {
  const resolver = createCallchainResolver()
  const count = Math.ceil(MAX_FRAME_TEXT / 4_000) + 2
  for (let at = 0; at < count; at++) {
    resolver.push(sleepOf('x', 7, 'S', [`${(0x1000 + at).toString(16)} ${'y'.repeat(4_000)} (/app)`]), () => {})
  }
  expect(resolver.counters.framesResets).toBe(1)
})

test('no frame takes the square of its length', () => {
  for (const piece of [' (', ')', ' ()', '+0x1', ' (deleted)', '.isra.1', '(inlined)', ' ']) {
    for (const end of ['', ')', ' (deleted))', ' (inlined)']) {
      expect(framesOf([`ffffffff821facd8 f${piece.repeat(600_000 / piece.length)}${end}`]).frames).toHaveLength(1)
    }
  }
})
