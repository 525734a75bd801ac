import { checkTimeline } from './check.js'
import { faultsOf } from './compare.js'
import { findViolations } from './invariants.js'
import { timelineOfText } from './pipeline.js'
import { recordLive, whyNotRecord } from './record.js'

/** Records what this machine does right now, where it allows that, and compares as with the recordings in test-data. */
const WORKLOADS = [
  { name: 'two tasks on a pipe', command: ['perf', 'bench', 'sched', 'pipe', '-l', '300'], callchains: false },
  {
    name: 'short processes, with callchains',
    command: ['sh', '-c', 'for i in 1 2 3 4 5 6; do /bin/true | cat; done'],
    callchains: true,
  },
]
const TIMEOUT_MS = 120_000
const reason = whyNotRecord()

if (reason === undefined) {
  test.each(WORKLOADS)(
    '$name, recorded now',
    async ({ command, callchains }) => {
      const { text, svg } = recordLive(command, { callchains })
      const items = await timelineOfText([Buffer.from(text)])
      const comparison = checkTimeline(text, svg, items)
      expect(faultsOf(comparison)).toEqual([])
      expect(findViolations(items)).toEqual([])
      expect(comparison.recording.find(({ state }) => state === 'running')?.confirmed).toBeGreaterThan(0)
    },
    TIMEOUT_MS,
  )
} else {
  test.skip(`a recording made now (not possible here: ${reason})`, () => {})
}
