import { Duplex } from 'node:stream'
import { insertStages, stepsWith } from './insert-stages.js'
import { parseStageModule } from './stage-module.js'
import { allSteps, type Step } from './stages.js'

const context = { onDiagnostic: () => {} }
const core = () => ({ push() {}, *flush() {} })
const moduleOf = (name: string, from: string, to: string) =>
  parseStageModule(name, { default: { from, to, open: core } })

/** Shape: `text-records`, or `a:events-events` for a stage of the module a */
const told = (steps: readonly Step[]) =>
  steps.map(step => `${step.module === undefined ? '' : `${step.module}:`}${step.from}-${step.to}`)

const lineWith = (...modules: ReturnType<typeof moduleOf>[]) => told(insertStages(allSteps(), modules, context))

const [lexer, normalizer, states, callchains, reducer, emitter] = told(allSteps())

test('a stage at a seam comes behind those that are there, in the order given', () => {
  const line = [lexer, normalizer, 'a:events-events', 'b:events-events', states, callchains, reducer, emitter]
  expect(lineWith(moduleOf('a', 'events', 'events'), moduleOf('b', 'events', 'events'))).toEqual(line)
  expect(lineWith(moduleOf('a', 'timeline', 'timeline'))).toEqual([
    lexer,
    normalizer,
    states,
    callchains,
    'a:timeline-timeline',
    reducer,
    emitter,
  ])
})

test.each([
  ['chart', 'output', [lexer, normalizer, states, callchains, reducer, 'a:chart-svg']],
  ['events', 'timeline', [lexer, normalizer, 'a:events-timeline', callchains, reducer, emitter]],
  ['events', 'chart', [lexer, normalizer, 'a:events-chart', emitter]],
  ['text', 'events', ['a:text-events', states, callchains, reducer, emitter]],
  ['text', 'output', ['a:text-svg']],
])('a stage from %s to %s takes the place of those between', (from, to, line) => {
  expect(lineWith(moduleOf('a', from, to))).toEqual(line)
})

test('one module may bring several stages', () => {
  const stages = [
    { from: 'records', to: 'records', open: core },
    { from: 'chart', to: 'output', open: core },
  ]
  const line = told(insertStages(allSteps(), [parseStageModule('a', { default: stages })], context))
  expect(line).toEqual([lexer, 'a:records-records', normalizer, states, callchains, reducer, 'a:chart-svg'])
})

test.each([
  [moduleOf('a', 'events', 'timeline'), moduleOf('b', 'events', 'timeline')],
  [moduleOf('a', 'records', 'timeline'), moduleOf('b', 'events', 'chart')],
  [moduleOf('a', 'events', 'events'), moduleOf('b', 'records', 'timeline')],
  [moduleOf('a', 'text', 'chart'), moduleOf('b', 'timeline', 'timeline')],
])('two that take the same place are refused (%#)', (a, b) => {
  for (const modules of [
    [a, b],
    [b, a],
  ]) {
    expect(() => lineWith(...modules)).toThrow(
      /^[ab] \(from \w+ to \w+\) and [ab] \(from \w+ to \w+\) take the same place$/,
    )
  }
})

test('a stage is opened anew for each run, and told whom to tell of what is odd', () => {
  const open = jest.fn(core)
  const [step] = insertStages([], [parseStageModule('a', { default: { from: 'events', to: 'events', open } })], context)
  expect(step?.open()).toBeInstanceOf(Duplex)
  expect(step?.open()).not.toBe(step?.open())
  expect(open.mock.calls).toEqual([[context], [context], [context]])
})

test('a stage that cannot be opened tells the name of its module', () => {
  const openOf = (open: () => unknown) =>
    stepsWith({}, [parseStageModule('x.mjs', { default: { from: 'events', to: 'events', open } })])[2]?.open
  expect(openOf(() => ({ push() {} }))).toThrow('x.mjs: open() returned neither a stage (push, flush) nor a Duplex')
  expect(
    openOf(() => {
      throw new Error('no')
    }),
  ).toThrow('x.mjs: no')
})
