import { readFileSync } from 'node:fs'
import { recording, run } from './program.test.helper.js'

jest.setTimeout(120_000)

const TEXT = readFileSync(recording('interrupts.default.txt'), 'utf8')
/** Two cores of two threads each, as perf script --header -I prints them. */
const HEADER = '# sibling sockets : 0-3\n# sibling dies    : 0-3\n# sibling threads : 0,2\n# sibling threads : 1,3\n'

async function cpusOf(args: readonly string[], stdin: string) {
  const { code, stdout, stderr } = await run([...args, '--format', 'chart'], { stdin })
  expect(code).toBe(0)
  const rows = stdout.split('\n').filter(line => line.startsWith('{"type":"row"'))
  const cpus = rows.map(row => JSON.parse(row) as { kind: string; cpu: number }).filter(row => row.kind === 'cpu')
  return { cpus: cpus.map(row => row.cpu), stderr }
}

describe('-t', () => {
  test('orders the CPUs by topology', async () => {
    expect((await cpusOf([], HEADER + TEXT)).cpus).toEqual([0, 1, 2, 3])
    for (const option of ['-t', '--topology']) {
      const { cpus, stderr } = await cpusOf([option], HEADER + TEXT)
      expect(cpus).toEqual([0, 2, 1, 3])
      expect(stderr).not.toContain('TC_REDUCE_NO_TOPOLOGY')
    }
  })

  test('says so where the text does not tell it', async () => {
    const { cpus, stderr } = await cpusOf(['-t'], TEXT)
    expect(cpus).toEqual([0, 1, 2, 3])
    expect(stderr).toContain('TC_REDUCE_NO_TOPOLOGY ×1: CPUs are in the order of their numbers')
  })
})
