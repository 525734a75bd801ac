import type { IoItem } from '@tc-stream/event-schema'
import { recording, run } from './program.test.helper.js'

const IO = recording('io.full.txt')

jest.setTimeout(120_000)

async function ioOf(...args: string[]): Promise<IoItem[]> {
  const { code, stdout } = await run([IO, '--format', 'timeline', '-q', ...args])
  expect(code).toBe(0)
  const lines = stdout.trimEnd().split('\n')
  return lines.map(line => JSON.parse(line)).filter(item => item.type === 'io')
}

const sum = (items: readonly IoItem[], of: (item: IoItem) => number) =>
  items.reduce((total, item) => total + of(item), 0)

describe('the options of I/O', () => {
  test('calls are merged as perf timechart merges them, if asked with its default', async () => {
    const [own, peer] = await Promise.all([ioOf(), ioOf('--io-min-time', '1ms', '--io-merge-dist=1us')])
    expect([own.length, peer.length]).toEqual([257, 161])
    for (const items of [own, peer]) expect(sum(items, item => item.merges + 1)).toBe(257)
    expect(sum(own, item => item.bytes)).toBe(sum(peer, item => item.bytes))
    const shortest = (items: readonly IoItem[]) => Math.min(...items.map(item => item.endNs - item.startNs))
    expect(shortest(own)).toBeGreaterThan(0)
  })

  test('the further they reach, the fewer intervals', async () => {
    const counts = await Promise.all(
      ['0', '100us', '1s'].map(async dist => (await ioOf('--io-merge-dist', dist)).length),
    )
    expect(counts).toEqual([...counts].sort((a, b) => b - a))
    expect(new Set(counts).size).toBe(3)
  })

  test('EAGAIN can be left out, and that is told', async () => {
    const all = await ioOf()
    const { code, stdout, stderr } = await run([IO, '--format', 'timeline', '--io-skip-eagain'])
    expect(code).toBe(0)
    const left: IoItem[] = stdout
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
      .filter(item => item.type === 'io')
    expect(left).toEqual(all.filter(item => item.error !== 'EAGAIN'))
    expect(all.length - left.length).toBe(10)
    expect(stderr).toContain('TC_STATE_EAGAIN_LEFT_OUT ×10')
  })

  test('the bytes that give a row can be chosen', async () => {
    const rowsOf = async (...args: string[]) => {
      const { code, stdout } = await run([IO, '--format', 'chart', '-q', '-n', '0', ...args])
      expect(code).toBe(0)
      const items = stdout.trimEnd().split('\n')
      return items.map(line => JSON.parse(line)).filter(item => item.type === 'row' && item.kind === 'task')
    }
    const bytesOf = ({ totals }: { totals: Record<string, number> }) =>
      ['ioReadBytes', 'ioWriteBytes', 'ioRxBytes', 'ioTxBytes'].reduce((all, key) => all + (totals[key] ?? 0), 0)
    const [row, ...others] = await rowsOf('--io-threshold', '1')
    expect(others).toEqual([])
    expect(bytesOf(row)).toBeGreaterThan(2_000_000)
    expect(await rowsOf('--io-threshold', `${bytesOf(row)}`)).toEqual([row])
    const { code, stderr } = await run([IO, '-n', '0', '--io-threshold', `${bytesOf(row) + 1}`])
    expect(code).toBe(1)
    expect(stderr).toMatch(
      /^tc-stream: nothing to draw: 1 task below 2\.38 MiB; lower --threshold or --io-threshold, or raise -n\n/,
    )
  })
})
