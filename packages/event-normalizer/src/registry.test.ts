import { decodeSample } from './decoders/sample.js'
import { createResolver, type DecoderRegistry } from './registry.js'

/** The one that is to be found, and two that are not. */
const one = () => undefined
const two = () => undefined
const three = () => undefined

describe('an event is decoded', () => {
  test.each<[why: string, event: string, registry: DecoderRegistry, part: string]>([
    ['by its name before any pattern', 'a:x_enter', { '*': two, 'a:x_*': two, 'a:x_enter': one }, ''],
    ['by the longest pattern', 'a:x_enter', { '*': two, 'a:*': two, 'a:*_enter': one, 'a:x*': two }, 'x'],
    ['by the longest, whichever comes first', 'a:x_enter', { 'a:*_enter': one, 'a:x*': two, '*': two }, 'x'],
    ['by a pattern that begins with the star', 'a:x_enter', { '*_enter': one, '*_exit': two }, 'a:x'],
    ['by a pattern that ends with the star', 'a:x_enter', { 'a:*': one, 'b:*': two }, 'x_enter'],
    ['by a pattern whose star is nothing', 'a:x', { 'a:x*': one }, ''],
    ['by all that is left', 'a:x', { 'a:y': two, '*': one }, 'a:x'],
    ['by its name without subsystem', 'x_enter', { 'a:x_*': two, 'a:x_enter': one }, ''],
    ['by a pattern without subsystem', 'x_enter', { '*': two, 'a:x_*': one }, 'enter'],
    ['by the longest pattern without subsystem', 'x_y_enter', { 'a:x_*': two, 'a:x_*_enter': one }, 'y'],
    ['by a longer one of these, whichever comes first', 'x_y_enter', { 'a:x_*_enter': one, 'a:x_*': two }, 'y'],
    ['by its name as a whole before one without subsystem', 'x', { 'a:x': two, x: one }, ''],
    ['by a pattern that leaves its subsystem out only if that is the longest', 'x_y', { 'a:x*': two, 'x_*': one }, 'y'],
    ['and by the one that has none if both are as long', 'x_y', { 'a:x_*': two, 'x_*': one, 'b:x_*': two }, 'y'],
    ['and else by the longer one', 'x_y', { 'a:x_*': one, '*y': two, 'x*': two }, 'y'],
    ['by a pattern for all subsystems', 'x_enter', { '*_enter': one, 'a:*_enter': two }, 'x'],
    ['by a short pattern of its subsystem', 'a:xy', { 'a:*': one, 'a:xyz*': two, '*z': three }, 'xy'],
  ])('%s', (_why, event, registry, part) => {
    expect(createResolver(registry)(event)).toEqual({ decode: one, part })
  })

  test.each<[why: string, event: string, registry: DecoderRegistry]>([
    ['its name is another', 'a:x', { 'a:y': one }],
    ['the subsystem is another', 'b:x_enter', { 'a:x_enter': one, 'a:*_enter': one }],
    ['the pattern begins otherwise', 'b:x_enter', { 'a*_enter': one }],
    ['the pattern ends otherwise', 'a:x_exit', { 'a:*_enter': one }],
    ['the two sides of the star overlap', 'a:ab', { 'a:ab*b': one }],
    ['the star is all that is known without subsystem', 'x_enter', { 'a:*_enter': one }],
    ['it names a subsystem that a pattern leaves out', 'b:x_enter', { 'a:x*': one }],
    ['its subsystem is named like an event', 'x:y', { 'a:x*': one, 'a:x': one }],
  ])('by nobody where %s', (_why, event, registry) => {
    expect(createResolver(registry)(event)).toBeUndefined()
  })
})

test('what is of no use is known, with and without subsystem', () => {
  const resolve = createResolver({ 'a:x': null, 'a:y*': null, '*': decodeSample })
  expect(['a:x', 'x'].map(resolve)).toEqual([
    { decode: null, part: '' },
    { decode: null, part: '' },
  ])
  expect(['a:yz', 'yz'].map(resolve)).toEqual([
    { decode: null, part: 'z' },
    { decode: null, part: 'z' },
  ])
})
