import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type RecordItem, runStage } from '@tc-stream/event-schema'
import { createPerfScriptLexer } from '@tc-stream/perf-script-lexer'
import { readReference } from './reference-reader.js'

const RECORDINGS = join(__dirname, '../../../test-data/recordings')

/** A time of the text, in the form of the reference. */
function absoluteNs(timeNs: number | null, originSeconds: number): bigint {
  return BigInt(originSeconds) * 1_000_000_000n + BigInt(timeNs ?? -1)
}

test.each(['build', 'threads', 'pipe', 'messaging', 'forks', 'comms', 'interrupts', 'io', 'gaps', 'waits'])(
  'every sample of %s is a record: header, time and event as the second reader has them',
  name => {
    const text = readFileSync(join(RECORDINGS, `${name}.full.txt`), 'utf8')
    const items = [...runStage(createPerfScriptLexer(), text.split('\n'))]
    const trace = items.find(item => item.type === 'trace')
    const records = items.filter(
      (item): item is RecordItem => item.type === 'record' && !item.event.startsWith('PERF_RECORD_'),
    )
    const told = records.map(({ pid, tid, cpu, timeNs, event }) => ({
      pid,
      tid,
      cpu,
      timeNs: absoluteNs(timeNs, trace?.originSeconds ?? 0),
      event,
    }))
    const samples = readReference(text).samples.filter(({ event }) => !event.startsWith('PERF_RECORD_'))
    expect(told.length).toBe(samples.length)
    const differing = samples.flatMap((sample, index) => {
      const record = told[index]
      const same =
        record !== undefined && Object.entries(sample).every(([key, value]) => record[key as 'tid'] === value)
      return same ? [] : [{ sample, record }]
    })
    expect(differing).toEqual([])
    expect(items.filter(item => item.type === 'diagnostic')).toEqual([])
  },
)
