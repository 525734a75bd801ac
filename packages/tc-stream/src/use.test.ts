import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseOptions } from './options.js'
import { recording, run } from './program.test.helper.js'
import { parseStageModule } from './stage-module.js'
import { checkModules } from './use.js'

const PIPE = recording('pipe.default.txt')
const CORE = 'open: () => ({ push(item, emit) { emit(item) }, *flush() {} })'

jest.setTimeout(120_000)

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tc-stream-use-'))
})
afterAll(() => rm(directory, { recursive: true }))

async function moduleFile(name: string, text: string): Promise<string> {
  const file = join(directory, name)
  await writeFile(file, text)
  return file
}

describe('--use', () => {
  test('puts stages in; one that hands everything on changes nothing', async () => {
    const at = (seam: string) => moduleFile(`${seam}.mjs`, `export default { from: '${seam}', to: '${seam}', ${CORE} }`)
    const files = await Promise.all(['records', 'events', 'timeline', 'chart'].map(at))
    const used = await run(['--validate', ...files.flatMap(file => ['--use', file]), PIPE])
    const plain = await run([PIPE])
    expect(used.stderr).toBe(plain.stderr)
    expect(used.stdout === plain.stdout).toBe(true)
  })

  test('a filter takes out what it does not hand on', async () => {
    const filter = `export default { from: 'events', to: 'events',
      open: () => ({ push(event, emit) { if (event.type !== 'wakeup') emit(event) }, *flush() {} }) }`
    const { stdout } = await run(['--format', 'events', '--use', await moduleFile('filter.mjs', filter), PIPE])
    expect(stdout).toContain('"type":"switch"')
    expect(stdout).not.toContain('"type":"wakeup"')
  })

  test('an emitter of text writes the output, also where there is nothing for a chart', async () => {
    const emitter = `export default { from: 'records', to: 'output', open: () => {
      let records = 0
      return { push(item) { if (item.type === 'record') records++ }, *flush() { yield records + ' records\\n' } }
    } }`
    const file = await moduleFile('emitter.mjs', emitter)
    const { code, stdout, stderr } = await run(['--use', file], { stdin: 'sh 1 [000] 5.000001: 1 cycles: \n' })
    expect({ code, stdout }).toEqual({ code: 0, stdout: '1 records\n' })
    expect(stderr).toContain('wrote 10 B')
  })

  test('a stage may be a Duplex, and what it finds odd is in the summary', async () => {
    const duplex = `import { Transform } from 'node:stream'
      export default { from: 'timeline', to: 'timeline', open: ({ onDiagnostic }) => {
        onDiagnostic({ type: 'diagnostic', code: 'MY_CODE', severity: 'warning', meaning: 'is odd', count: 1 })
        return new Transform({ objectMode: true, transform: (items, _, done) => done(null, items) })
      } }`
    const { code, stderr } = await run(['--use', await moduleFile('duplex.mjs', duplex), PIPE])
    expect(code).toBe(0)
    expect(stderr).toContain('MY_CODE ×1: is odd')
  })

  test.each([
    ['missing.mjs', undefined, /^cannot use \S+missing\.mjs: no such file or directory$/],
    [
      'syntax.mjs',
      'export const a = 1\nexport default {',
      /^cannot use \S+syntax\.mjs: Unexpected end of input \(node --check \S+syntax\.mjs tells where\)$/,
    ],
    ['throws.mjs', 'throw new Error("first\\nsecond")', /^cannot use \S+throws\.mjs: first second$/],
    ['import.mjs', 'import "./not-there.mjs"', /^cannot use \S+import\.mjs: Cannot find module/],
    ['empty.mjs', '', /^cannot use \S+empty\.mjs: exports neither a default stage nor decoders$/],
    [
      'seam.mjs',
      `export default { from: 'event', to: 'chart', ${CORE} }`,
      /seam\.mjs: default\.0\.from: Invalid option/,
    ],
    ['open.mjs', "export default { from: 'events', to: 'events', open: () => 3 }", /^\S+open\.mjs: open\(\) returned/],
  ])('%s is refused in one line, and no file is left behind', async (name, text, message) => {
    const file = text === undefined ? join(directory, name) : await moduleFile(name, text)
    const { code, stdout, stderr } = await run(['--use', file, PIPE, '-o', join(directory, 'out.svg')])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^tc-stream: [^\n]*\n$/)
    expect(stderr.slice('tc-stream: '.length).trimEnd()).toMatch(message)
    await expect(rm(join(directory, 'out.svg'))).rejects.toThrow('ENOENT')
  })

  test.each([
    ['push.mjs', "open: () => ({ push() { throw new Error('oh') }, *flush() {} })"],
    ['flush.mjs', "open: () => ({ push() {}, *flush() { throw new Error('oh') } })"],
    [
      'stream.mjs',
      "open: () => new Transform({ objectMode: true, transform: (items, _, done) => done(new Error('oh')) })",
    ],
  ])('a stage that fails on its way is named: %s', async (name, open) => {
    const text = `import { Transform } from 'node:stream'\nexport default { from: 'events', to: 'events', ${open} }`
    const file = await moduleFile(name, text)
    const { code, stderr } = await run(['--use', file, PIPE])
    expect({ code, stderr }).toEqual({ code: 1, stderr: `tc-stream: ${file}: oh\n` })
  })

  test('a percentage is of the trace as the modules make it', async () => {
    // Only the second half of the events: 0% of it is in the middle of the text.
    const half = `export default { from: 'records', to: 'records', open: () => ({
      push(item, emit) { if (item.type !== 'record' || item.timeNs > 400e6) emit(item) }, *flush() {} }) }`
    const options = ['--format', 'chart', '--from', '0%', '--to', '100%']
    const { stdout } = await run([...options, '--use', await moduleFile('half.mjs', half), PIPE])
    const head = stdout.split('\n').find(line => line.includes('"type":"chart"')) ?? '{}'
    const plain = await run([...options, PIPE])
    expect(JSON.parse(head).startNs).toBeGreaterThan(400e6)
    expect(plain.stdout).toContain('"type":"chart"')
  })
})

describe('what would have no effect is a mistake', () => {
  const open = () => ({ push() {}, *flush() {} })
  const emitter = parseStageModule('e.mjs', { default: { from: 'chart', to: 'output', open } })
  const lexer = parseStageModule('l.mjs', { default: { from: 'text', to: 'events', open } })
  const decoder = parseStageModule('d.mjs', { decoders: { 'a:b': null } })

  test.each([
    [[emitter], ['--format', 'events'], '--use e.mjs has no effect from text to events: it works from chart to output'],
    [
      [lexer],
      ['--from-format', 'records'],
      '--use l.mjs has no effect from records to svg: it works from text to events',
    ],
    [[emitter], ['--width', '800'], '--width has no effect: e.mjs takes the place of the svg-emitter'],
    [[emitter], ['--no-script'], '--no-script has no effect: e.mjs takes the place of the svg-emitter'],
    [
      [decoder],
      ['--from-format', 'events'],
      '--use d.mjs: its decoders have no effect, the event-normalizer does not run',
    ],
    [
      [decoder, lexer],
      [],
      '--use d.mjs: its decoders have no effect, the event-normalizer does not run: l.mjs takes its place',
    ],
  ])('%#', (modules, args, message) => {
    expect(() => checkModules(modules, parseOptions(args))).toThrow(message)
  })

  test('and what has one is none', () => {
    expect(() => checkModules([emitter, decoder], parseOptions(['--max-rows', '7']))).not.toThrow()
    expect(() => checkModules([lexer], parseOptions(['--theme', 'dark']))).not.toThrow()
  })
})
