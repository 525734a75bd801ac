import { lexText } from './testing.test-helper.js'
import { TraceFacts } from './trace-facts.js'

test('of a machine with more sockets and cores than any, so many are kept', () => {
  const lines = Array.from({ length: 5_000 }, (_, at) => `# sibling threads : ${at}`)
  const [trace] = lexText(lines.join('\n')).items
  expect(trace).toMatchObject({ type: 'trace', siblingThreads: expect.any(Array) })
  expect(trace?.type === 'trace' && trace.siblingThreads?.length).toBe(4_096)
})

/** What the lines of a header tell, beyond what any text tells. */
function factsOf(...lines: string[]): object {
  const facts = new TraceFacts()
  for (const line of lines) facts.read(line)
  const { type, schemaVersion, originSeconds, ...rest } = facts.toItem(7)
  expect([type, schemaVersion, originSeconds]).toEqual(['trace', 1, 7])
  return rest
}

test.each([
  ['# perf version : 6.1', { perfVersion: '6.1' }],
  ['#perf version:6.1', { perfVersion: '6.1' }],
  ['# cpudesc : a: b', { cpuModel: 'a: b' }],
  ['# os release : 6', { osRelease: '6' }],
  ['# arch : arm', { arch: 'arm' }],
  ['# cmdline :  perf  record  ', { cmdline: 'perf  record' }],
  ['# captured on: Mon', { capturedOn: 'Mon' }],
  ['# arch : ', {}],
  ['# arch', {}],
  ['# architecture : arm', {}],
  ['# archx', {}],
  ['# nrcpus online : 4', { cpuCount: 4 }],
  ['# nrcpus online : 0', {}],
  ['# nrcpus online : -1', {}],
  ['# nrcpus online : 1.5', {}],
  ['# nrcpus online : many', {}],
  ['# nrcpus avail : 4', {}],
  ['cpus=4', { cpuCount: 4 }],
  ['  cpus=12  ', { cpuCount: 12 }],
  ['cpus=4x', {}],
  ['x cpus=4', {}],
  ['cpus=', {}],
  ['# entries-in-buffer/entries-written: 637/637   #P:4', { cpuCount: 4 }],
  ['# entries-in-buffer/entries-written: 637/637   #P:12  ', { cpuCount: 12 }],
  ['# entries-in-buffer/entries-written: 637/637   #P:', {}],
  ['x # entries-in-buffer #P:4', {}],
  ['# entries-in-buffer #P:4x', {}],
  ['# sibling sockets : 0-3', { siblingSockets: ['0-3'] }],
  ['# sibling cores : 0-3', { siblingSockets: ['0-3'] }],
  ['# sibling dies : 0-1', { siblingDies: ['0-1'] }],
  ['# sibling threads : 0,4', { siblingThreads: ['0,4'] }],
  ['# sibling books : 0', {}],
])('%s', (line, facts) => expect(factsOf(line)).toEqual(facts))

test('of what is told twice the first counts, and lists grow', () => {
  const lines = [
    '# arch : a',
    '# arch : b',
    '# nrcpus online : 4',
    'cpus=8',
    '# sibling dies : 0',
    '# sibling dies : 1',
  ]
  expect(factsOf(...lines)).toEqual({ arch: 'a', cpuCount: 4, siblingDies: ['0', '1'] })
})

test('a long text is cut', () => {
  expect(factsOf(`# cmdline :${'x'.repeat(5_000)}`)).toEqual({ cmdline: 'x'.repeat(4_096) })
})
