import { Duplex, PassThrough } from 'node:stream'
import { decodersOf, openCustomStage, parseStageModule } from './stage-module.js'

const open = () => ({ push() {}, *flush() {} })
const events = { from: 'events', to: 'events', open }
const context = { onDiagnostic: () => {} }

describe('what a module must export', () => {
  test.each([
    [{}, 'exports neither a default stage nor decoders'],
    [{ stage: events }, 'exports neither a default stage nor decoders'],
    [{ default: 3 }, /^default\.0: Invalid input: expected object/],
    [{ default: { ...events, from: 'event' } }, /^default\.0\.from: Invalid option: expected one of "text"\|"records"/],
    [{ default: [events, { from: 'events', open }] }, /^default\.1\.to: Invalid option/],
    [{ default: { ...events, open: 'x' } }, 'default.0.open: expected a function that opens the stage'],
    [{ default: { ...events, name: 'x' } }, 'default.0: Unrecognized key: "name"'],
    [{ default: { ...events, to: 'records' } }, 'default.0: the stream does not run backwards'],
    [{ default: { ...events, from: 'text', to: 'text' } }, /^default\.0: there are items to work on only between/],
    [{ default: { ...events, from: 'output', to: 'output' } }, /^default\.0: there are items to work on only between/],
    [{ decoders: { 'block:*': 3 } }, 'decoders.block:*: a decoder is a function, or null for an event to ignore'],
    [{ decoders: { 'a*b*': null } }, /at most one \*/],
  ])('%j is refused in one line', (exports, message) => {
    const text = typeof message === 'string' ? new RegExp(`^${message.replaceAll(/[.*()]/g, '\\$&')}$`) : message
    expect(() => parseStageModule('x', exports)).toThrow(text)
  })

  test('one stage, several, decoders, and whatever else it exports', () => {
    const named = parseStageModule('x', { default: events, decoders: { 'a:b': null }, helper: 3 })
    expect(named).toEqual({ name: 'x', stages: [events], decoders: { 'a:b': null } })
    expect(parseStageModule('x', { default: [events, events] }).stages).toHaveLength(2)
    expect(parseStageModule('x', { decoders: {} }).stages).toEqual([])
  })
})

test('of two decoders for one event the later one wins', () => {
  const first = parseStageModule('a', { decoders: { x: () => undefined, y: null } })
  const second = parseStageModule('b', { decoders: { x: null } })
  expect(decodersOf([first, second])).toEqual({ x: null, y: null })
})

test('a decoder that throws tells its module, its event and the line', () => {
  const decoders = {
    'a:b': () => {
      throw new Error('oh')
    },
  }
  const decode = parseStageModule('x.mjs', { decoders }).decoders['a:b']
  expect(() => decode?.({ line: 7 } as never, {} as never)).toThrow('x.mjs: the decoder of a:b failed in line 7: oh')
})

describe('what open() may return', () => {
  test('a Duplex, as it is', () => {
    const stream = new PassThrough()
    expect(openCustomStage({ from: 'events', to: 'events', open: () => stream }, context)).toBe(stream)
  })

  test('a core, of items or, where it leads to the output, of text', async () => {
    const stage = {
      push: (item: { n: number }, emit: (text: unknown) => void) => emit(`${item.n}\n`),
      flush: () => ['.'],
    }
    const items = openCustomStage({ from: 'chart', to: 'chart', open: () => stage }, context)
    expect(items.readableObjectMode).toBe(true)
    const text = openCustomStage({ from: 'chart', to: 'output', open: () => stage }, context)
    expect(text.readableObjectMode).toBe(false)
    text.write([{ n: 1 }, { n: 2 }])
    text.end({ n: 3 })
    expect(Buffer.concat(await text.toArray()).toString()).toBe('1\n2\n3\n.')
  })

  test.each([undefined, 3, {}, { push() {} }])('not %j', opened => {
    expect(() => openCustomStage({ from: 'events', to: 'events', open: () => opened }, context)).toThrow(
      'open() returned neither a stage (push, flush) nor a Duplex',
    )
  })
})

test('a Duplex is one', () => {
  expect(openCustomStage({ from: 'text', to: 'output', open: () => new PassThrough() }, context)).toBeInstanceOf(Duplex)
})
