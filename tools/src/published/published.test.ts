import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { basename, delimiter, join } from 'node:path'
import { copyPackage, installOffline, packAll, removeFolder, standIns, type Tarball } from './install.js'
import { publishedPackages } from './packages.js'
import { readmeExamples } from './readme-examples.js'
import { runCommand } from './run-command.js'

/** What someone gets who installs the packages: nothing of the workspace is there but the tarballs. */
const ROOT = join(process.cwd(), '..')
const BIN = join(ROOT, 'node_modules', '.bin')
const RECORDING = join(ROOT, 'test-data', 'recordings', 'build.default.txt')
const TIMEOUT_MS = 300_000

const packages = publishedPackages(ROOT)
const named = packages.map(({ directory, manifest }) => ({ name: manifest.name, directory, manifest }))
let directory: string
let folder: string
let env: Record<string, string>
let tarballs: Map<string, Tarball>

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'tc-stream-published-'))
  tarballs = await packAll(packages, directory)
  folder = join(directory, 'somebody')
  await installOffline(ROOT, folder, packages, tarballs)
  const path = [standIns(folder), join(folder, 'node_modules', '.bin'), process.env.PATH]
  env = { PATH: path.join(delimiter), TRACE: RECORDING }
}, TIMEOUT_MS)

afterAll(() => removeFolder(directory))

function tarballOf(name: string): Tarball {
  const tarball = tarballs.get(name)
  if (tarball === undefined) throw new Error(`${name} was not packed`)
  return tarball
}

test('there are packages, and all of them are packed', () => {
  expect(packages.length).toBeGreaterThan(7)
  expect([...tarballs.keys()].sort()).toEqual(named.map(({ name }) => name).sort())
})

describe.each(named)('$name', ({ name, directory: source, manifest }) => {
  test('says what a registry wants to know', () => {
    expect(manifest).toMatchObject({
      name: `@tc-stream/${basename(source)}`,
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      description: expect.stringMatching(/./),
      license: 'MIT',
      type: 'module',
      engines: { node: '>=20' },
      sideEffects: false,
      publishConfig: { access: 'public' },
      exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
    })
    expect(manifest.scripts).not.toHaveProperty('postinstall')
  })

  test('depends on its siblings by their versions', () => {
    const versions = Object.fromEntries(named.map(each => [each.name, each.manifest.version]))
    const siblings = Object.entries(manifest.dependencies ?? {}).filter(([each]) => each.startsWith('@tc-stream/'))
    for (const [sibling, version] of siblings) expect([sibling, version]).toEqual([sibling, versions[sibling]])
  })

  test('holds what belongs to it and nothing else', () => {
    const { files } = tarballOf(name)
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'CHANGELOG.md', 'package.json']))
    const allowed =
      /^(LICENSE|README\.md|CHANGELOG\.md|package\.json|(bin|cli|dist|src|schemas)\/.*\.(js|ts|map|json|txt))$/
    const strange = files.filter(file => !allowed.test(file) || /\.test\b|testing|tsconfig|tsbuildinfo/.test(file))
    expect(strange).toEqual([])
    const text = (file: string) => readFileSync(join(folder, 'node_modules', name, file), 'utf8')
    expect(text('LICENSE')).toBe(readFileSync(join(ROOT, 'LICENSE'), 'utf8'))
    expect(text('CHANGELOG.md')).toContain(`## ${manifest.version}\n`)
    for (const place of [ROOT, homedir()]) expect(files.filter(file => text(file).includes(place))).toEqual([])
  })

  test(
    'publint and are-the-types-wrong find nothing',
    async () => {
      const { path } = tarballOf(name)
      const [lint, types] = await Promise.all([
        runCommand(join(BIN, 'publint'), [path, '--strict'], { cwd: directory }),
        runCommand(join(BIN, 'attw'), [path, '--profile', 'esm-only', '--format', 'json'], { cwd: directory }),
      ])
      expect(lint.output).toMatch(/All good!\s*$/)
      const { analysis } = JSON.parse(types.output) as { analysis: { problems: { kind: string }[] } }
      // What only a require() of CommonJS, and TypeScript before there were exports, would trip over is no fault here.
      const expected = ['NoResolution', 'CJSResolvesToESM']
      expect({ code: types.code, other: analysis.problems.filter(({ kind }) => !expected.includes(kind)) }).toEqual({
        code: 0,
        other: [],
      })
    },
    TIMEOUT_MS,
  )

  const examples = readmeExamples(readFileSync(join(source, 'README.md'), 'utf8'))

  test('has an example', () => {
    expect(examples.map(({ language }) => language)).toContain('js')
  })

  test.each(examples)(
    'the $language of line $line of its README runs',
    async ({ language, code, line }) => {
      // Each in a folder of its own, below the one that the packages were installed into.
      const cwd = mkdtempSync(join(folder, 'example-'))
      copyFileSync(RECORDING, join(cwd, 'trace.txt'))
      const file = join(cwd, `example-${line}.${language}`)
      writeFileSync(file, code)
      const before = readdirSync(cwd).length
      const program = language === 'js' ? [process.execPath, file] : ['bash', '-e', '-o', 'pipefail', file]
      const { code: exit, output } = await runCommand(program[0] as string, program.slice(1), { cwd, env })
      expect([exit, exit === 0 ? '' : output]).toEqual([0, ''])
      // An example that shows nothing, neither words nor a file, would prove nothing.
      expect(output !== '' || readdirSync(cwd).length > before).toBe(true)
    },
    TIMEOUT_MS,
  )
})

test(
  'npm finds nothing missing, nothing invalid',
  async () => {
    const { code, output } = await runCommand('npm', ['ls', '--all', '--omit=dev'], { cwd: folder })
    expect([code, code === 0 ? '' : output]).toEqual([0, ''])
    expect(output).not.toMatch(/UNMET|invalid|extraneous/)
  },
  TIMEOUT_MS,
)

test(
  'the types are enough to write programs with',
  async () => {
    for (const name of ['@types/node', 'undici-types']) copyPackage(ROOT, folder, name)
    const project = join(folder, 'typed')
    mkdirSync(project)
    const names = named.map(({ name }, index) => `import * as p${index} from '${name}'`)
    const used = named.map((_, index) => `p${index}`).join(', ')
    writeFileSync(join(project, 'all.ts'), `${names.join('\n')}\nexport const all = [${used}]\n`)
    const compilerOptions = {
      module: 'nodenext',
      target: 'es2023',
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      exactOptionalPropertyTypes: true,
      types: ['node'],
    }
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['all.ts'] }))
    const { output } = await runCommand(join(BIN, 'tsc'), ['-p', project], { cwd: folder })
    expect(output).toBe('')
  },
  TIMEOUT_MS,
)
