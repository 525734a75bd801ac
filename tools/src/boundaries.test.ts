import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** The dependency rules do fail where they are broken: shown on a small workspace that breaks one at a time. */
const ROOT = join(process.cwd(), '..')
const CRUISER = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruise.mjs')
const TIMEOUT_MS = 120_000

const GOOD = {
  'package.json': '{}',
  'packages/event-schema/src/index.ts': 'export interface Item { type: string }',
  'packages/a/package.json': '{ "dependencies": { "@tc-stream/event-schema": "1" } }',
  'packages/a/src/index.ts': "import type { Item } from '@tc-stream/event-schema'\nexport type A = Item",
  'packages/a/src/stream.ts': "import { Transform } from 'node:stream'\nexport const A = Transform",
  'packages/b/src/index.ts': 'export const b = 1',
  'packages/tc-stream/src/index.ts': "import process from 'node:process'\nimport '@tc-stream/a'\nexport { process }",
  'tools/src/index.ts': "import '@tc-stream/b'",
}

/** What the files that break a rule refer to. */
const OTHERS = {
  'packages/a/src/b.test.ts': 'export const b = 2',
  'packages/a/src/b.ts': "import { x } from './x.js'\nexport const c = x",
}

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tc-stream-boundaries-'))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

function cruise(files: Readonly<Record<string, string>>): { status: number | null; output: string } {
  for (const [path, text] of Object.entries({ ...GOOD, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  const args = [CRUISER, '--config', join(ROOT, '.dependency-cruiser.mjs'), 'packages', 'tools']
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  return { status, output: stdout + stderr }
}

test(
  'a workspace that keeps the rules passes',
  () => {
    const { status, output } = cruise({})
    expect(output).toContain('no dependency violations found')
    expect(status).toBe(0)
  },
  TIMEOUT_MS,
)

test.each([
  ['stage-imports-neighbour', 'packages/a/src/x.ts', "import { b } from '@tc-stream/b'\nexport { b }"],
  [
    'stage-imports-neighbour',
    'packages/a/src/x.ts',
    "import type { b } from '../../b/src/index.js'\nexport type B = b",
  ],
  [
    'stage-imports-neighbour',
    'packages/a/src/x.test.ts',
    "import { tcStream } from '@tc-stream/tc-stream'\ntcStream()",
  ],
  ['schema-imports-stage', 'packages/event-schema/src/x.ts', "import { b } from '@tc-stream/b'\nexport { b }"],
  ['core-imports-node', 'packages/a/src/x.ts', "import { readFileSync } from 'node:fs'\nreadFileSync('x')"],
  ['cycle', 'packages/a/src/x.ts', "import { c } from './b.js'\nexport const x = c"],
  ['source-imports-test', 'packages/a/src/x.ts', "import { b } from './b.test.js'\nexport { b }"],
])(
  '%s: %s',
  (rule, path, text) => {
    const { status, output } = cruise({ ...OTHERS, [path]: text })
    expect(output).toContain(`error ${rule}: `)
    expect(output).toContain(path)
    expect(output).toContain('1 errors')
    expect(status).toBeGreaterThan(0)
  },
  TIMEOUT_MS,
)
