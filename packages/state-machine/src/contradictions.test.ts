import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CONTRADICTIONS } from './contradictions.js'

const README = join(__dirname, '../README.md')
const BEGIN = '<!-- contradictions: written from src/contradictions.ts -->\n'
const END = '<!-- end -->'

/** In Markdown, its columns padded as the formatter does it. */
function contradictionTable(): string {
  const rows = Object.entries(CONTRADICTIONS).map(([code, { policy, meaning, reason }]) => {
    return [`\`${code}\``, policy, meaning, reason]
  })
  const head = ['code', 'policy', 'what, and what is done', 'why']
  const widths = head.map((_, at) => Math.max(...[head, ...rows].map(row => (row[at] as string).length)))
  const lineOf = (cells: string[]) => `| ${cells.map((cell, at) => cell.padEnd(widths[at] as number)).join(' | ')} |`
  return [head, widths.map(width => '-'.repeat(width)), ...rows].map(lineOf).join('\n')
}

test('the README holds the table of contradictions (UPDATE_GOLDENS=1 writes it)', () => {
  const text = readFileSync(README, 'utf8')
  const [before, rest = ''] = text.split(BEGIN)
  const after = rest.slice(rest.indexOf(END))
  const wanted = `${before}${BEGIN}\n${contradictionTable()}\n\n${after}`
  if (process.env.UPDATE_GOLDENS === '1') writeFileSync(README, wanted)
  expect(readFileSync(README, 'utf8')).toBe(wanted)
})

test.each(Object.entries(CONTRADICTIONS))('%s says what is done and why, in words of their own', (_, rule) => {
  expect(rule.reason.length).toBeGreaterThan(20)
  expect(rule.meaning.length).toBeGreaterThan(20)
  expect(rule.reason).not.toBe(rule.meaning)
  expect(rule.reason + rule.meaning).not.toContain('|')
})
