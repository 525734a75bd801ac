import { run } from './program.test.helper.js'

jest.setTimeout(180_000)

type Who = readonly [comm: string, tid: number]
const IDLE: Who = ['swapper/0', 0]
const A: Who = ['first', 11]
const B: Who = ['second', 12]
const C: Who = ['third', 13]

const header = (us: number, cpu: number, [comm, tid]: Who, event: string) =>
  `${comm.padStart(16)} ${String(tid).padStart(5)} [00${cpu}] 1.${String(us).padStart(6, '0')}: ${event}: `

const switched = (us: number, cpu: number, from: Who, state: string, to: Who) =>
  `${header(us, cpu, from, 'sched:sched_switch')}prev_comm=${from[0]} prev_pid=${from[1]} prev_prio=120 ` +
  `prev_state=${state} ==> next_comm=${to[0]} next_pid=${to[1]} next_prio=120\n`

const woken = (us: number, cpu: number, by: Who, who: Who) =>
  `${header(us, cpu, by, 'sched:sched_wakeup')}comm=${who[0]} pid=${who[1]} prio=120 target_cpu=00${cpu}\n`

const CASES: readonly (readonly [what: string, text: string, told: readonly string[]])[] = [
  [
    'time going backward',
    switched(1, 0, IDLE, 'R', A) + switched(10, 0, A, 'S', IDLE) + switched(5, 0, IDLE, 'R', B),
    ['TC_STATE_TIME_BACKWARD ×1 [clamp]'],
  ],
  [
    'a wakeup of the dead',
    switched(1, 0, IDLE, 'R', A) +
      switched(10, 0, A, 'X', IDLE) +
      woken(15, 0, IDLE, A) +
      switched(20, 0, IDLE, 'R', B),
    ['TC_STATE_WAKEUP_OF_DEAD ×1 [ignore]'],
  ],
  [
    'a task on two CPUs',
    switched(1, 0, IDLE, 'R', A) + switched(10, 1, IDLE, 'R', A) + switched(20, 1, A, 'S', IDLE),
    ['TC_STATE_TWO_CPUS ×1 [infer]'],
  ],
  [
    'a switch from a task that was not there',
    switched(1, 0, IDLE, 'R', A) + switched(10, 0, B, 'S', C) + switched(20, 0, C, 'S', IDLE),
    ['TC_STATE_TAKEN_OVER ×1 [infer]', 'TC_STATE_NOT_ON_CPU ×1 [infer]'],
  ],
]

describe.each(CASES)('%s', (_, text, told) => {
  test.each(['svg', 'summary', 'chrome-trace', 'timeline'])(
    'is in the closing summary of --format %s',
    async format => {
      const { code, stderr } = await run(['--format', format], { stdin: text })
      expect(code).toBe(0)
      for (const line of told) expect(stderr).toContain(`\n  ${line}: `)
      const contradictions = stderr.split('\n').filter(line => /^ {2}TC_STATE_\w+ ×\d+ \[/.test(line))
      // Sleeps without a wakeup are there only because these texts are short.
      expect(contradictions.filter(line => !line.includes('TC_STATE_NO_WAKEUP'))).toHaveLength(told.length)
    },
  )
})
