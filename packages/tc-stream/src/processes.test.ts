import { join } from 'node:path'
import { recording, run } from './program.test.helper.js'

jest.setTimeout(120_000)

const FTRACE = join(__dirname, '../../../test-data/ftrace')

interface Row {
  readonly row: number
  readonly kind: string
  readonly pid: number | null
  readonly tid?: number
  readonly comm: string
  readonly parent?: number
  readonly tasks: number
  readonly totals: Readonly<Record<string, number>>
}

async function rowsOf(file: string): Promise<Row[]> {
  const { code, stdout } = await run([file, '-n', '100000', '--format', 'chart', '-q'])
  expect(code).toBe(0)
  const lines = stdout.split('\n').filter(line => line.startsWith('{"type":"row"'))
  return lines.map(line => JSON.parse(line) as Row).filter(row => row.kind !== 'cpu')
}

describe('threads stand under their process, with its sums', () => {
  test.each([
    ['pid/tid of perf script', recording('threads.full.txt'), 268, 6],
    ['the process column of ftrace', join(FTRACE, 'shell.trace.txt'), 3458, 4],
  ])('%s', async (_, file, pythonPid, threads) => {
    const rows = await rowsOf(file)
    const processes = rows.filter(row => row.kind === 'process')
    expect(processes.length).toBeGreaterThan(1)
    for (const process of processes) {
      const members = rows.filter(row => row.parent === process.row)
      expect(members.map(({ row }) => row)).toEqual(members.map((_, index) => process.row + 1 + index))
      expect(members.every(({ pid }) => pid === process.pid)).toBe(true)
      expect(new Set(members.map(({ tid }) => tid)).size).toBe(process.tasks)
      for (const name of ['runningNs', 'waitingNs', 'blockedNs', 'sleepingNs', 'switches']) {
        expect(process.totals[name]).toBe(members.reduce((sum, { totals }) => sum + Number(totals[name]), 0))
      }
    }
    expect(processes.find(({ pid }) => pid === pythonPid)).toMatchObject({ comm: 'python3', tasks: threads })
  })

  test.each([recording('threads.default.txt'), join(FTRACE, 'shell.report.txt')])(
    '%s tells no process: none is made up',
    async file => {
      const rows = await rowsOf(file)
      expect(rows.length).toBeGreaterThan(10)
      expect(rows.filter(row => row.kind === 'process' || row.pid !== null)).toEqual([])
    },
  )
})

test('a chart is drawn from the text of ftrace, every line of which is understood', async () => {
  const file = join(FTRACE, 'stacks.report.txt')
  const drawn = await run([file, '--strict'])
  expect({ code: drawn.code, end: drawn.stdout.trimEnd().endsWith('</svg>') }).toEqual({ code: 0, end: true })
  expect(drawn.stderr).toContain('; 0 lines not understood')
})
