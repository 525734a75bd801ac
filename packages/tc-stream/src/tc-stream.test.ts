import { readFileSync } from 'node:fs'
import { PassThrough, Readable } from 'node:stream'
import { text as textOf } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import fc from 'fast-check'
import { tcStream } from './index.js'
import { recording } from './program.test.helper.js'

const bytes = readFileSync(recording('comms.default.txt'))

const chart = (chunks: Iterable<Buffer>) => textOf(Readable.from(chunks, { objectMode: false }).pipe(tcStream()))

describe('the whole way as one stream', () => {
  test('bytes in, SVG out, the same however the bytes are cut', async () => {
    const whole = await chart([bytes])
    expect(whole.trimEnd().endsWith('</svg>')).toBe(true)
    const cuts = fc.array(fc.nat({ max: bytes.length }), { minLength: 1, maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(cuts, async points => {
        const sorted = [0, ...points.sort((a, b) => a - b), bytes.length]
        const pieces = sorted.slice(1).map((end, index) => bytes.subarray(sorted[index], end))
        expect(await chart(pieces.filter(piece => piece.length > 0))).toBe(whole)
      }),
      { numRuns: 8 },
    )
  })

  test('options reach the stages; a wrong one is refused at once', async () => {
    const svg = await textOf(Readable.from([bytes]).pipe(tcStream({ emitter: { title: 'A <title>', script: false } })))
    expect(svg).toContain('A &lt;title&gt;')
    expect(svg).not.toContain('<script')
    expect(() => tcStream({ emitter: { width: -1 } })).toThrow()
    expect(() => tcStream({ lexer: { nonsense: 1 } as never })).toThrow()
    expect(() => tcStream({ format: 'chart' } as never)).toThrow(
      "tcStream has no option 'format'; it takes use, lexer,",
    )
  })

  test('a failure of a stage is a failure of the stream', async () => {
    const onDiagnostic = () => {
      throw new Error('seen')
    }
    const running = pipeline(
      Readable.from([Buffer.from('nonsense\n')]),
      tcStream({ lexer: { onDiagnostic } }),
      new PassThrough(),
    )
    await expect(running).rejects.toThrow('seen')
  })
})
