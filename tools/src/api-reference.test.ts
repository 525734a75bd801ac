import { existsSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runCommand } from './published/run-command.js'

const ROOT = join(process.cwd(), '..')
const OUT = join(tmpdir(), `tc-stream-api-${process.pid}`)
const TIMEOUT_MS = 300_000

afterAll(() => rmSync(OUT, { recursive: true, force: true }))

test(
  'npm run docs makes a reference of every package, without a warning',
  async () => {
    const typedoc = join(ROOT, 'node_modules', '.bin', 'typedoc')
    const { code, output } = await runCommand(typedoc, ['--out', OUT], { cwd: ROOT })
    expect(output.split('\n').filter(line => /warning|error/i.test(line))).toEqual([])
    expect(code).toBe(0)
    const pages = readdirSync(join(OUT, 'modules')).join(' ')
    for (const name of readdirSync(join(ROOT, 'packages'))) expect(pages).toContain(`_tc-stream_${name}.`)
    expect(existsSync(join(OUT, 'index.html'))).toBe(true)
  },
  TIMEOUT_MS,
)
