import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** docs/architecture.md shows what the program prints, and speaks of every package. */
const ROOT = join(process.cwd(), '..')
const PROGRAM = join(ROOT, 'packages', 'tc-stream', 'bin', 'tc-stream.js')
const RECORDING = join(ROOT, 'test-data', 'recordings', 'build.full.txt')
const TIMEOUT_MS = 120_000

const page = readFileSync(join(ROOT, 'docs', 'architecture.md'), 'utf8')
const packages = readdirSync(join(ROOT, 'packages'))

/** The lines of its JSON blocks. */
const samples = [...page.matchAll(/^```json\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text.trimEnd().split('\n'))

/** Whether an item is what the page shows of it: some of its fields, and the beginning of its lists. */
function fits(shown: unknown, item: unknown): boolean {
  if (typeof shown !== 'object' || shown === null) return shown === item
  if (typeof item !== 'object' || item === null) return false
  return Object.entries(shown).every(([key, value]) => fits(value, (item as Record<string, unknown>)[key]))
}

describe('docs/architecture.md', () => {
  test.each([
    ['records', 0],
    ['events', 1],
    ['timeline', 2],
    ['chart', 3],
  ])(
    'what it shows of %s is what the program prints there',
    (seam, block) => {
      const args = [PROGRAM, '-q', '--format', seam, RECORDING]
      const printed = execFileSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 28 }).trimEnd()
      const items = printed.split('\n').map(line => JSON.parse(line) as unknown)
      for (const line of samples[block] ?? []) {
        const shown = JSON.parse(line) as unknown
        expect({ line, printed: items.some(item => fits(shown, item)) }).toEqual({ line, printed: true })
      }
    },
    TIMEOUT_MS,
  )

  test('it shows all four seams, and the text they come from', () => {
    expect(samples).toHaveLength(4)
    const [record] = samples[0] ?? []
    const { line, payload } = JSON.parse(record ?? '{}') as { line: number; payload: string }
    expect(readFileSync(RECORDING, 'utf8').split('\n')[line - 1]).toContain(payload)
    expect(page).toContain(`Line ${line} `)
  })

  test.each(packages)('it says what %s may know, and the README what it alone knows', name => {
    expect(page).toMatch(new RegExp(`^\\| \`${name}\` +\\|`, 'm'))
    expect(readFileSync(join(ROOT, 'README.md'), 'utf8')).toMatch(
      new RegExp(`^\\| \\[${name}\\]\\(packages/${name}\\)`, 'm'),
    )
  })
})

test.each(packages)('the README of %s has its parts', name => {
  const readme = readFileSync(join(ROOT, 'packages', name, 'README.md'), 'utf8')
  expect(readme.split('\n')[0]).toBe(`# @tc-stream/${name}`)
  const parts = [...readme.matchAll(/^## (.*)$/gm)].map(([, title]) => title)
  expect(parts).toEqual(
    expect.arrayContaining(['What', 'When', 'Use', 'Input and output', 'Options', 'Diagnostics', 'Memory bound']),
  )
})
