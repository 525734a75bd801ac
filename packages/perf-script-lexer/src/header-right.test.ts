import type { RecordItem } from '@tc-stream/event-schema'
import { lexText } from './testing.test-helper.js'

type Rest = Partial<Pick<RecordItem, 'event' | 'payload' | 'period' | 'callchain'>>

const ADDRESS = 'ffffffff821facd8'
const PADDED = '    7fcd87f09f4f'
const after = (right: string) => lexText(`sh    12 [000]     1.500000:${right}`)

/** What stands to the right of the time, and what is told by it. */
function testRight(cases: readonly (readonly [name: string, right: string, rest: Rest])[]): void {
  test.each(cases)('%s', (_, right, rest) => {
    const { records, lexer } = after(right)
    const [record] = records
    expect(records).toHaveLength(1)
    expect(record).toMatchObject({ comm: 'sh', tid: 12, cpu: 0, timeNs: 500_000_000, ...rest })
    expect([record?.period, record?.callchain]).toEqual([rest.period, rest.callchain])
    expect(lexer.counters).toMatchObject({ unknownLines: 0, sideBand: record?.event.startsWith('PERF_') ? 1 : 0 })
  })
}

describe('the event', () => {
  testRight([
    ['of one letter', ' x: y', { event: 'x', payload: 'y' }],
    ['that begins with an underscore', ' _x: y', { event: '_x', payload: 'y' }],
    ['with colons in it', ' cpu/a:b/u: y', { event: 'cpu/a:b/u', payload: 'y' }],
    ['that perf does not know', ' [unknown]: y', { event: '[unknown]', payload: 'y' }],
    ['before a tab', ' a:b:\ty', { event: 'a:b', payload: 'y' }],
    ['before a tab, and a space later on', ' a:b:\ty z', { event: 'a:b', payload: 'y z' }],
    ['at the end', ' a:b:', { event: 'a:b', payload: '' }],
    ['of 1,023 letters', ` ${'x'.repeat(1_023)}: y`, { event: 'x'.repeat(1_023), payload: 'y' }],
    ['and a payload that begins with a blank', ' a:b:  y ', { event: 'a:b', payload: ' y' }],
  ])

  test.each([
    ['has a name', ' : y'],
    ['is not in brackets', ' [known]: y'],
    ['begins with no other sign', ' -x: y'],
    ['has a colon after it', ' x y'],
    ['has it right after it', ' x : y'],
    ['is shorter than 1,024 letters', ` ${'x'.repeat(1_024)}: y`],
    ['stands apart from the time', 'x: y'],
    ['stands apart from the period', ' 100x: y'],
    ['follows the period', ' 100'],
  ])('%s', (_, right) => expect(after(right).lexer.counters).toMatchObject({ records: 0, unknownLines: 1 }))
})

describe('the period', () => {
  testRight([
    ['of one digit', ' 1 x: y', { event: 'x', period: 1 }],
    ['of many', '     1234567890 x: y', { event: 'x', period: 1_234_567_890 }],
    ['of 15 digits', ` ${'9'.repeat(15)} x: y`, { event: 'x', period: 10 ** 15 - 1 }],
    ['is left out with more: a double does not hold it', ` ${'9'.repeat(16)} x: y`, { event: 'x' }],
    ['after a tab, before a tab', '\t12\tx: y', { event: 'x', period: 12, payload: 'y' }],
  ])
})

describe('no event', () => {
  testRight([
    ['and nothing at all', '', { event: '', payload: '' }],
    ['but blanks', '   ', { event: '', payload: '' }],
    ['but an address', ` ${ADDRESS} f (k)`, { event: '', payload: '', callchain: [`${ADDRESS} f (k)`] }],
    ['but an address alone', ` ${ADDRESS}`, { event: '', payload: '', callchain: [ADDRESS] }],
    ['but a short address in its column', ` ${PADDED} f`, { event: '', payload: '', callchain: ['7fcd87f09f4f f'] }],
  ])

  test('an address out of its column is none', () => {
    expect(after(' 7fcd87f09f4f f (k)').lexer.counters).toMatchObject({ records: 0 })
  })

  test('no event and no thread: only a line of text that ends in a number', () => {
    expect(lexText('sh 1.500000: ').lexer.counters).toMatchObject({ records: 0, unknownLines: 1 })
  })
})

describe('side-band lines', () => {
  testRight([
    ['with a blank', ' PERF_RECORD_LOST lost 7', { event: 'PERF_RECORD_LOST', payload: 'lost 7' }],
    ['with a colon', ' PERF_RECORD_COMM:sh:1/1', { event: 'PERF_RECORD_COMM', payload: 'sh:1/1' }],
    ['with both', ' PERF_RECORD_COMM: sh:1/1', { event: 'PERF_RECORD_COMM', payload: 'sh:1/1' }],
    ['with a tab', ' PERF_RECORD_COMM:\tsh:1/1', { event: 'PERF_RECORD_COMM', payload: 'sh:1/1' }],
    ['with two colons', ' PERF_RECORD_COMM:: sh', { event: 'PERF_RECORD_COMM', payload: ': sh' }],
    ['with neither', ' PERF_RECORD_FORK(1:1)', { event: 'PERF_RECORD_FORK', payload: '(1:1)' }],
    ['with a digit', ' PERF_RECORD_MMAP2 1/1', { event: 'PERF_RECORD_MMAP2', payload: '1/1' }],
    ['with all letters', ' PERF_RECORD_AZ_09z', { event: 'PERF_RECORD_AZ_09', payload: 'z' }],
    ['with signs near the letters', ' PERF_RECORD_A@A', { event: 'PERF_RECORD_A', payload: '@A' }],
    ['and after', ' PERF_RECORD_A[A', { event: 'PERF_RECORD_A', payload: '[A' }],
    ['with nothing', ' PERF_RECORD_EXIT', { event: 'PERF_RECORD_EXIT', payload: '' }],
    ['of 1,024 letters', ` PERF_RECORD_${'X'.repeat(1_012)} 1`, { payload: '1' }],
    ['whose last words look like a frame', ` PERF_RECORD_X ${ADDRESS} f (k)`, { payload: `${ADDRESS} f (k)` }],
  ])

  test('of 1,025 letters are none', () => {
    expect(after(` PERF_RECORD_${'X'.repeat(1_013)} 1`).lexer.counters).toMatchObject({ records: 0, unknownLines: 1 })
  })
})
