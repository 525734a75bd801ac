import { recordLive, whyNotRecord } from '../oracle/record.js'
import { readRecords } from '../oracle/recorded-facts.js'
import { chartOfText } from './chart-svg.js'

/** Samples of the CPU's time beside every switch, of a command that computes. */
const SAMPLES = { callchains: true, samples: ['cpu-clock/freq=1000/', 'page-faults/period=1/'] }
const COMMAND = ['sh', '-c', 'seq 60000 | sort -r | md5sum']
const TIMEOUT_MS = 120_000
const reason = whyNotRecord()

if (reason === undefined) {
  test(
    'samples beside the switches, recorded now: counted per task, drawn as ticks, with their callchains',
    async () => {
      const { text } = recordLive(COMMAND, SAMPLES)
      const sampled = readRecords(text).filter(
        ({ event }) => event.startsWith('cpu-clock') || event.startsWith('page-faults'),
      )
      const chart = await chartOfText(text, { reducer: { thresholdNs: 0, processRows: false } })
      const commOf = new Map<number, Map<string, number>>()
      for (const { tid, event } of sampled) {
        const name = event.startsWith('cpu') ? 'cpu-clock' : 'page-faults'
        const counts = commOf.get(tid) ?? new Map<string, number>()
        commOf.set(tid, counts.set(name, (counts.get(name) ?? 0) + 1))
      }
      commOf.delete(0)
      const counted = [...commOf.values()].reduce((sum, counts) => sum + (counts.get('page-faults') ?? 0), 0)
      expect(counted).toBeGreaterThan(50)
      // Every sample has its details in the picture, under its event's name.
      const told = (event: string) =>
        chart.svg.match(new RegExp(`<title>sample: ${event}[^<]*</title>`, 'g'))?.length ?? 0
      expect(told('page-faults')).toBe(counted)
      expect(told('cpu-clock')).toBe(
        [...commOf.values()].reduce((sum, counts) => sum + (counts.get('cpu-clock') ?? 0), 0),
      )
      expect(chart.svg).toMatch(/<title>sample: page-faults[^<]*<\/title><desc>[^<]*Backtrace:\n {2}\S/)
      const sort = chart.rows.find(row => row.label.startsWith('sort:'))
      expect(sort?.paths.get('sample')?.length).toBeGreaterThan(3)
    },
    TIMEOUT_MS,
  )
} else {
  test.skip(`a recording made now (not possible here: ${reason})`, () => {})
}
