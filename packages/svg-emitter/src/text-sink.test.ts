import { PIECE_LENGTH, TextSink } from './text-sink.js'

function piecesOf(texts: readonly string[]): string[] {
  const pieces: string[] = []
  const emit = (piece: string) => {
    pieces.push(piece)
  }
  const sink = new TextSink()
  for (const text of texts) sink.write(text, emit)
  sink.end(emit)
  return pieces
}

test('texts are gathered to pieces of one size', () => {
  const line = 'x'.repeat(99)
  const pieces = piecesOf(Array.from({ length: 2_000 }, (_, at) => `${line}${at % 10}`))
  expect(pieces.map(({ length }) => length)).toEqual([PIECE_LENGTH, PIECE_LENGTH, PIECE_LENGTH, 3_392])
  expect(pieces.join('').slice(0, 300)).toBe(`${line}0${line}1${line}2`)
})

test('a long text is cut into as many as it needs', () => {
  expect(piecesOf(['y'.repeat(3 * PIECE_LENGTH + 1)]).map(({ length }) => length)).toEqual([
    ...[PIECE_LENGTH, PIECE_LENGTH, PIECE_LENGTH],
    1,
  ])
})

test('nothing is no piece, also where the last one was just full', () => {
  expect(piecesOf([])).toEqual([])
  expect(piecesOf(['z'.repeat(PIECE_LENGTH)])).toHaveLength(1)
})

test('a character of two code units is never cut', () => {
  const text = `${'x'.repeat(PIECE_LENGTH - 1)}🦀${'y'.repeat(PIECE_LENGTH)}`
  const pieces = piecesOf([text])
  expect(pieces.map(({ length }) => length)).toEqual([PIECE_LENGTH - 1, PIECE_LENGTH, 2])
  expect(pieces.every(piece => Buffer.from(piece).toString() === piece)).toBe(true)
  expect(pieces.join('')).toBe(text)
})

test('neither is one beyond ASCII that is just one', () => {
  const pieces = piecesOf([`${'é'.repeat(PIECE_LENGTH)}\ue000`])
  expect(pieces.map(({ length }) => length)).toEqual([PIECE_LENGTH, 1])
  expect(piecesOf([`${'x'.repeat(PIECE_LENGTH - 1)}\uf8ffy`])[0]).toHaveLength(PIECE_LENGTH)
})
