import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const TEST_DATA = join(__dirname, '../../../test-data')

export const readText = (path: string): string => readFileSync(join(TEST_DATA, path), 'utf8')

/** One line of a text without callchains. `at` in ns; what is known of it without any package of ours. */
export interface TextLine {
  readonly comm: string
  readonly tid: number
  readonly cpu: number
  readonly at: number
  readonly event: string
  readonly payload: string
}

const LINE = /^\s*(\S.*?)\s+(?:\d+\/)?(-?\d+)\s+\[(\d+)\]\s+(\d+)\.(\d+):\s+(PERF_RECORD_\w+|[\w-]+(?::\w+)?):?\s+(.*)$/

export function linesOf(text: string): TextLine[] {
  return text.split('\n').flatMap(line => {
    const match = LINE.exec(line)
    if (match === null) return []
    const [, comm = '', tid, cpu, seconds, fraction = '', event = '', payload = ''] = match
    const at = Number(seconds) * 1e9 + Number(fraction.padEnd(9, '0'))
    return [{ comm, tid: Number(tid), cpu: Number(cpu), at, event, payload }]
  })
}

/** Where a time lies in a chart of all of these lines. */
export function scaleOf(lines: readonly TextLine[], plotWidth: number): (at: number) => number {
  const from = lines[0]?.at ?? 0
  const to = lines.at(-1)?.at ?? 1
  return at => ((at - from) / (to - from)) * plotWidth
}
