import type { RecordItem } from '@tc-stream/event-schema'
import { lexText } from './testing.test-helper.js'

type Columns = Partial<Pick<RecordItem, 'comm' | 'pid' | 'tid' | 'cpu'>>

const after = (left: string) => lexText(`${left} 1.500000: power:cpu_idle: state=1 cpu_id=0`)
const NONE: Columns = { comm: null, pid: null, tid: null, cpu: null }

/** What stands to the left of the time, and what is told by it. */
function testLeft(cases: readonly (readonly [name: string, left: string, columns: Columns])[]): void {
  test.each(cases)('%s', (_, left, columns) => {
    const { records, lexer } = after(left)
    expect(records).toMatchObject([{ ...NONE, ...columns, timeNs: 500_000_000, event: 'power:cpu_idle' }])
    expect(lexer.counters.unknownLines).toBe(0)
  })
}

describe('the CPU in brackets', () => {
  testLeft([
    ['may be all there is', '[012]', { cpu: 12 }],
    ['may follow the comm', 'sh [012]', { comm: 'sh', cpu: 12 }],
    ['stands apart from the comm', 'sh[012]', { comm: 'sh[012]' }],
    ['has both brackets', '  sh 012]', { comm: 'sh 012]' }],
    ['has an opening one', '  sh (012]', { comm: 'sh (012]' }],
    ['has a closing one', '  sh [12x', { comm: 'sh [12x' }],
    ['is a number', '  sh [a12]', { comm: 'sh [a12]' }],
    ['of no more than ten digits', ' sh [01234567890]', { comm: 'sh [01234567890]' }],
    ['-1 is none', 'sh 5 [-1]', { comm: 'sh', tid: 5 }],
    ['is not -2', 'sh 5 [-2]', { comm: 'sh 5 [-2]' }],
  ])
})

describe('the thread', () => {
  testLeft([
    ['may be all there is', '5', { tid: 5 }],
    ['and its process may', '4/5', { pid: 4, tid: 5 }],
    ['stands apart from the comm', 'sh5 [000]', { comm: 'sh5', cpu: 0 }],
    ['so does its process', 'sh4/5 [000]', { comm: 'sh4/5', cpu: 0 }],
    ['which is not empty', 'sh /5 [000]', { comm: 'sh /5', cpu: 0 }],
    ['and is a number', 'sh a/5 [000]', { comm: 'sh a/5', cpu: 0 }],
    ['with a slash between the two', 'sh 4x5 [000]', { comm: 'sh 4x5', cpu: 0 }],
    ['of ten digits', 'sh 1234567890 [000]', { comm: 'sh', tid: 1_234_567_890, cpu: 0 }],
    ['not of more', 'sh 12345678901 [000]', { comm: 'sh 12345678901', cpu: 0 }],
    ['-1 is one that dies', '4/-1 [000]', { pid: 4, tid: -1, cpu: 0 }],
    ['and so is its process', '-1/-1 [000]', { pid: -1, tid: -1, cpu: 0 }],
    ['no other number is negative', 'sh -5 [000]', { comm: 'sh -5', cpu: 0 }],
    ['may follow a tab', 'sh\t5 [000]', { comm: 'sh', tid: 5, cpu: 0 }],
    ['is not told from a number at the end of the comm', 'sh 4 5/6 [000]', { comm: 'sh 4', pid: 5, tid: 6, cpu: 0 }],
  ])
})

describe('the bare CPU of -l', () => {
  testLeft([
    ['of one digit', 'migratio    18   7', { comm: 'migratio', tid: 18, cpu: 7 }],
    ['of two', 'migratio    18  10', { comm: 'migratio', tid: 18, cpu: 10 }],
    ['the last of one', 'migratio    18   9', { comm: 'migratio', tid: 18, cpu: 9 }],
    ['of three', 'migratio    18 100', { comm: 'migratio', tid: 18, cpu: 100 }],
    ['the last of two', 'migratio    18  99', { comm: 'migratio', tid: 18, cpu: 99 }],
    ['in another column is a thread', 'migratio    18  7', { comm: 'migratio    18', tid: 7 }],
    ['of two in another column, too', 'migratio    18   10', { comm: 'migratio    18', tid: 10 }],
    ['of three in another column, too', 'migratio    18  100', { comm: 'migratio    18', tid: 100 }],
    ['stands anywhere after a process and its thread', 'sh 4/5     7', { comm: 'sh', pid: 4, tid: 5, cpu: 7 }],
    ['is at most 999', 'sh 4/5 999', { comm: 'sh', pid: 4, tid: 5, cpu: 999 }],
    ['a greater number is a thread', 'sh 4/5 1000', { comm: 'sh 4/5', tid: 1000 }],
    ['-1 is a thread', 'sh 4/5  -1', { comm: 'sh 4/5', tid: -1 }],
    ['after the comm is a thread', 'sh   7', { comm: 'sh', tid: 7 }],
    ['is none where the thread stands in its place', 'sh 4 5/6', { comm: 'sh 4', pid: 5, tid: 6 }],
    ['is none beside one in brackets', 'sh    18   7 [003]', { comm: 'sh    18', tid: 7, cpu: 3 }],
  ])
})

describe('the letters of -F +misc', () => {
  testLeft([
    ['any of them, after a CPU', 'sh 5 [000] KUHGgM', { comm: 'sh', tid: 5, cpu: 0 }],
    ['the others', 'sh 5 [000] ESp', { comm: 'sh', tid: 5, cpu: 0 }],
    ['after a thread', 'sh 5 U', { comm: 'sh', tid: 5 }],
    ['are at most six', 'sh 5 KUHGgME', { comm: 'sh 5 KUHGgME' }],
    ['and no others', 'sh 5 KX', { comm: 'sh 5 KX' }],
    ['not even first', 'sh 5 XK', { comm: 'sh 5 XK' }],
    ['belong to the comm where nothing tells', 'sh K', { comm: 'sh K' }],
    ['and where nothing is before them', 'K', { comm: 'K' }],
  ])
})

describe('the time of day of -F +tod', () => {
  const [date, time] = ['2026-11-23', '16:08:06.828828']
  testLeft([
    ['after a CPU', `sh 5 [000] ${date} ${time}`, { comm: 'sh', tid: 5, cpu: 0 }],
    ['after a thread, with misc', `sh 5 U ${date} ${time}`, { comm: 'sh', tid: 5 }],
    ['first', `${date} ${time}`, {}],
  ])

  test.each([
    ['a date of two digits of the year', `26-11-23 ${time}`],
    ['a date with slashes', `2026/11/23 ${time}`],
    ['a date of one digit of the month', `2026-1-23 ${time}`],
    ['a time with a point after the hour', `${date} 16.08:06.828828`],
    ['a time with points', `${date} 16.08.06.828828`],
    ['a time without seconds', `${date} 16:08.828828`],
    ['a time with a point after the minute', `${date} 16:08.06.828828`],
    ['a time in milliseconds', `${date} 16:08:06.828`],
    ['a time in nanoseconds', `${date} 16:08:06.828828828`],
  ])('is not %s: no comm is as long', (_, left) => {
    expect(after(left).lexer.counters).toMatchObject({ records: 0, unknownLines: 1 })
  })
})

describe('the name of a machine', () => {
  testLeft([
    ['and its CPU', 'VM: 1234 VCPU:001   sh 4/5 [000]', { comm: 'sh', pid: 4, tid: 5, cpu: 0 }],
    ['alone', 'VM:1234   sh 5 [000]', { comm: 'sh', tid: 5, cpu: 0 }],
    ['its CPU alone', 'VCPU:001 sh 5 [000]', { comm: 'sh', tid: 5, cpu: 0 }],
    ['has a number', 'VM: x 5 [000]', { comm: 'VM: x', tid: 5, cpu: 0 }],
    ['and nothing on it', 'VM:1x 5 [000]', { comm: 'VM:1x', tid: 5, cpu: 0 }],
    ['is a comm where the number is the thread', 'VM: 5 [000]', { comm: 'VM:', tid: 5, cpu: 0 }],
    ['before no comm', 'VM: 1     5 [000]', { tid: 5, cpu: 0 }],
    ['is not any word with a V', 'V: 1 5 [000]', { comm: 'V: 1', tid: 5, cpu: 0 }],
  ])
})
