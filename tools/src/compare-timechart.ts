import { readFileSync } from 'node:fs'
import type { TimelineItem } from '@tc-stream/event-schema'
import { checkTimeline } from './oracle/check.js'
import { faultsOf } from './oracle/compare.js'
import { timelineOfText } from './oracle/pipeline.js'
import { formatComparison } from './oracle/report.js'

/**
 * Compares tc-stream's timeline of a recording with what perf timechart drew of it and with what the recording's own
 * switches and wakeups prove. Prints a table; ends with 1 if something is missing or unfounded, with 2 on a bad call.
 */
const USAGE = `usage: node tools/dist/compare-timechart.js RECORDING.full.txt PEER.svg [TIMELINE.ndjson|-]

RECORDING: perf script --ns --show-task-events -F comm,pid,tid,cpu,time,event,trace,…
PEER:      perf timechart -n 1000000 -o PEER.svg, of the same perf.data
TIMELINE:  tc-stream --format timeline, of the same recording; -: from stdin; without it, it is made here
`
const STDIN = 0

async function main([recordingPath, svgPath, timelinePath]: readonly string[]): Promise<number> {
  if (recordingPath === undefined || svgPath === undefined) {
    process.stderr.write(USAGE)
    return 2
  }
  const recording = readFileSync(recordingPath)
  const items =
    timelinePath === undefined
      ? await timelineOfText([recording])
      : parseNdjson(readFileSync(timelinePath === '-' ? STDIN : timelinePath, 'utf8'))
  const comparison = checkTimeline(recording.toString(), readFileSync(svgPath, 'utf8'), items)
  process.stdout.write(formatComparison(comparison))
  return faultsOf(comparison).length === 0 ? 0 : 1
}

function parseNdjson(text: string): TimelineItem[] {
  const lines = text.split('\n').filter(line => line !== '')
  return lines.map(line => JSON.parse(line) as TimelineItem)
}

process.exitCode = await main(process.argv.slice(2))
