import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeStay, peerStays, recordedStays, timelineStays } from './c-states.js'
import { timelineOfText } from './pipeline.js'
import { readReference } from './reference-reader.js'
import { readTimechart } from './timechart-svg.js'

const RECORDINGS = join(__dirname, '../../../test-data/recordings')
const read = (name: string): string => readFileSync(join(RECORDINGS, name), 'utf8')

describe.each(['build', 'threads', 'pipe', 'messaging', 'forks', 'comms', 'interrupts', 'gaps'])('%s', name => {
  test('C-states are those of the recording, and those that perf timechart drew, to the nanosecond', async () => {
    const text = read(`${name}.full.txt`)
    const svg = read(`${name}.perf-timechart.svg`)
    const { firstNs, lastNs } = readReference(text)
    const recorded = recordedStays(text)
    const axis = { width: readTimechart(svg).width, firstNs, lastNs }
    const peer = peerStays(
      svg,
      axis,
      recorded.flatMap(stay => [stay.startNs, stay.endNs]),
    )
    const ours = timelineStays(await timelineOfText([Buffer.from(text)]))
    expect(recorded.length).toBeGreaterThan(100)
    expect(ours.map(describeStay).sort()).toEqual(recorded.map(describeStay).sort())
    expect(ours.map(describeStay).sort()).toEqual(peer.map(describeStay).sort())
  })

  test('a C-state that the text ends in is shown to go on', async () => {
    const whole = read(`${name}.full.txt`)
    const text = whole.slice(0, whole.lastIndexOf('\n', whole.lastIndexOf('state=4294967295')) + 1)
    const last = new Map<string, string>()
    // One that begins with the last line of the text has no length.
    const before = text.slice(0, text.lastIndexOf('\n', text.length - 2))
    for (const [, state, cpu] of before.matchAll(/power:cpu_idle:\s+state=(\d+) cpu_id=(\d+)/g)) {
      last.set(String(cpu), String(state))
    }
    const open = [...last].filter(([, state]) => state !== '4294967295').map(([cpu, state]) => `CPU ${cpu} C${state}`)
    const items = await timelineOfText([Buffer.from(text)])
    const end = items.find(item => item.type === 'end')
    const told = items.flatMap(item =>
      item.type === 'cState' && item.cut === 'end' && item.endNs === end?.endNs
        ? [`CPU ${item.cpu} C${item.state}`]
        : [],
    )
    expect(told.sort()).toEqual(open.sort())
  })
})
