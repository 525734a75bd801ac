import { compareLatency } from './compare-latency.js'
import { compareTimehist } from './compare-timehist.js'
import { findViolations } from './invariants.js'
import { readLatency } from './latency-text.js'
import { timelineOfText } from './pipeline.js'
import { recordSched, whyNotRecord } from './record.js'
import { readSideBand } from './side-band.js'
import { readTimehist } from './timehist-text.js'

/** What this machine does right now, against perf sched's account of it: how long each task ran and waited, run by run. */
const SPIN = 'i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done'
const LOCKS = `
import threading
lock, turn = threading.Lock(), threading.Condition()
def work():
    for _ in range(15):
        with lock: sum(range(5000))
        with turn: turn.notify(); turn.wait(0.001)
threads = [threading.Thread(target=work) for _ in range(4)]
for t in threads: t.start()
for t in threads: t.join()
`
const WORKLOADS: [string, string[]][] = [
  ['more hogs than CPUs', ['sh', '-c', `for n in 0 5 10 19; do nice -n $n sh -c '${SPIN}' & done; wait`]],
  ['a crowd that sends messages', ['perf', 'bench', 'sched', 'messaging', '-g', '1', '-l', '5']],
  ['threads that share a lock', ['python3', '-c', LOCKS]],
  ['stopped and continued', ['sh', '-c', `${SPIN} & for k in 1 2 3; do kill -STOP $!; kill -CONT $!; done; wait`]],
  [
    'forks and execs',
    ['sh', '-c', "for i in 1 2 3 4 5; do /bin/echo a | cat | sed s/a/b/; (exec sh -c 'exec true'); done"],
  ],
  ['real time', ['sh', '-c', `(${SPIN}) & chrt -f 50 sh -c 'for i in 1 2 3; do sleep 0.002; done'; wait`]],
]
const TIMEOUT_MS = 120_000
const reason = whyNotRecord()

if (reason === undefined) {
  test.each(WORKLOADS)(
    '%s, recorded now',
    async (_, command) => {
      const { text, timehist, latency } = recordSched(command)
      const items = await timelineOfText([Buffer.from(text)])
      const { told, faults } = compareTimehist(items, readTimehist(timehist), readSideBand(text))
      expect(faults).toEqual([])
      expect(told.run).toBeGreaterThan(0)
      expect(compareLatency(items, readLatency(latency)).faults).toEqual([])
      expect(findViolations(items)).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'with sched_waking in place of sched_wakeup, recorded now',
    async () => {
      const { text, timehist } = recordSched(['perf', 'bench', 'sched', 'messaging', '-g', '1', '-l', '5'], {
        wakings: true,
      })
      const items = await timelineOfText([Buffer.from(text)])
      const { told, faults } = compareTimehist(items, readTimehist(timehist), readSideBand(text))
      // A waking of who still runs begins no wait.
      expect(faults.filter(fault => !/^only timehist has it: tid \d+ is woken/.test(fault))).toEqual([])
      expect(told.woken).toBeGreaterThan(0)
    },
    TIMEOUT_MS,
  )
} else {
  test.skip(`a recording made now (not possible here: ${reason})`, () => {})
}
