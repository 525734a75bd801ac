import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StateMachineOptions } from '@tc-stream/state-machine'
import { errorNumber, timelineBars } from './io-bars.js'
import { timelineOfText } from './pipeline.js'
import { recordIo, whyNotRecord } from './record.js'
import { readReference } from './reference-reader.js'
import { describeBar, readIoBars } from './timechart-io.js'

const RECORDINGS = join(__dirname, '../../../test-data/recordings')
const TIMEOUT_MS = 120_000

/** perf timechart's defaults: what is short is drawn a millisecond long. */
const PEER_DEFAULTS: StateMachineOptions = { ioMinTimeNs: 1_000_000, ioMergeDistNs: 1_000 }

function peerBars(text: string, svg: string): string[] {
  return readIoBars(svg, readReference(text)).map(describeBar).sort()
}

test('io: every bar of perf timechart, and no other', async () => {
  const text = readFileSync(join(RECORDINGS, 'io.full.txt'))
  const svg = readFileSync(join(RECORDINGS, 'io.perf-timechart.svg'), 'utf8')
  const bars = peerBars(text.toString(), svg)
  expect(timelineBars(await timelineOfText([text], PEER_DEFAULTS))).toEqual(bars)
  // Enough of each kind to prove something: merged ones, errors of two names, both directions, sync, poll.
  const count = (pattern: RegExp) => bars.filter(bar => pattern.test(bar)).length
  expect({
    bars: bars.length,
    merged: count(/merges [1-9]/),
    again: count(/error -11 /),
    badDescriptor: count(/error -9 /),
    disk: count(/ disk,/),
    net: count(/ net,/),
    sync: count(/ sync,/),
    poll: count(/ poll,/),
  }).toEqual({ bars: 161, merged: 24, again: 1, badDescriptor: 1, disk: 31, net: 80, sync: 6, poll: 42 })
})

const CALL = /(\d+)\s+\[\d+\]\s+[\d.]+:\s+syscalls:sys_(enter|exit)_(\w+): (?:fd: )?(0x\w+)?/g
type Sums = Record<string, { calls: number; bytes: number }>

/** What the text itself says, call by call: how many with each descriptor and error, and their bytes. */
function callsOf(text: string): Sums {
  const open = new Map<string, string>()
  const sums: Sums = {}
  for (const [matched, tid, edge, name, word] of text.matchAll(CALL)) {
    const key = `${tid} ${name}`
    const descriptor = open.get(key)
    open.delete(key)
    if (edge === 'enter') open.set(key, matched.includes(' fd: ') ? String(Number(word)) : 'null')
    if (edge === 'enter' || descriptor === undefined) continue
    const result = Number(BigInt.asIntN(64, BigInt(word as string)))
    const moves = /^(pread|read|write|recv|send)/.test(String(name)) && result > 0
    addCalls(sums, `fd ${descriptor} ${Math.min(0, result)}`, 1, moves ? result : 0)
  }
  return sums
}

function addCalls(sums: Sums, key: string, calls: number, bytes: number): void {
  const sum = sums[key] ?? { calls: 0, bytes: 0 }
  sums[key] = { calls: sum.calls + calls, bytes: sum.bytes + bytes }
}

test.each(['full', 'default'])(
  'io, %s: every call of the text is in some interval, with what it moved',
  async layout => {
    const text = readFileSync(join(RECORDINGS, `io.${layout}.txt`))
    const sums: Sums = {}
    for (const item of await timelineOfText([text])) {
      if (item.type !== 'io') continue
      // epoll_wait calls its descriptor by another name.
      const fd = item.syscall === 'epoll_wait' ? null : item.fd
      const error = item.error === null ? 0 : -errorNumber(item.error)
      addCalls(sums, `fd ${fd} ${error}`, item.merges + 1, item.bytes)
    }
    const calls = callsOf(text.toString())
    expect(sums).toEqual(calls)
    expect(Object.values(calls).reduce((sum, one) => sum + one.calls, 0)).toBe(257)
  },
)

/** Calls one after the other without a pause, errors, descriptors that take turns, and sleeps; by a program that is here for sure. */
const WORKLOAD = `
const fs = require('fs')
const file = fs.openSync(process.argv[1], 'w+')
for (let round = 0; round < 40; round++) {
  for (let i = 0; i < 1 + round % 7; i++) fs.writeSync(file, 'x'.repeat(100 * (i + 1)))
  fs.readSync(file, Buffer.alloc(64), 0, 64, 0)
  try { fs.readSync(998, Buffer.alloc(1)) } catch {}
  if (round % 3 === 0) fs.fsyncSync(file)
  if (round % 4 === 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2)
}
fs.unlinkSync(process.argv[1])
`

const CHARTS: readonly (readonly [name: string, args: readonly string[], options: StateMachineOptions])[] = [
  ['by default', [], PEER_DEFAULTS],
  [
    'short ones short, and merged over 100 us',
    ['--io-min-time=1', '--io-merge-dist=100us'],
    { ioMinTimeNs: 1, ioMergeDistNs: 100_000 },
  ],
  ['with a least time of 20 us', ['--io-min-time=20us'], { ...PEER_DEFAULTS, ioMinTimeNs: 20_000 }],
  ['without EAGAIN', ['--io-skip-eagain'], { ...PEER_DEFAULTS, ioSkipEagain: true }],
]

const reason = whyNotRecord()
if (reason === undefined) {
  test(
    'I/O recorded now: as perf timechart draws it, whatever its options',
    async () => {
      const file = join(RECORDINGS, '..', `io-${process.pid}.tmp`)
      const { text, svgs } = recordIo(
        [process.execPath, '-e', WORKLOAD, file],
        CHARTS.map(([, args]) => args),
      )
      for (const [at, [name, , options]] of CHARTS.entries()) {
        const bars = peerBars(text, svgs[at] as string)
        expect({ name, bars: timelineBars(await timelineOfText([Buffer.from(text)], options)) }).toEqual({ name, bars })
        expect(bars.length).toBeGreaterThan(40)
      }
    },
    TIMEOUT_MS,
  )
} else {
  test.skip(`I/O recorded now (not possible here: ${reason})`, () => {})
}
