import { lexText } from './testing.test-helper.js'

const IDLE = 'power:cpu_idle: state=1 cpu_id=0'

describe('which of several times is that of the record', () => {
  test.each([
    [
      'the last that a thread stands before, where a comm ends',
      ` 1 1.5: x: 2 2.5: 12 3.5: ${IDLE}`,
      '1 1.5: x: 2 2.5:',
    ],
    ['not one that no thread stands before', ` a 12 1.5: x: b 2.5: ${IDLE}`, 'a'],
    ['not one that ends in the 17th column', `0123456789a 12 1.5: x: 13 2.5: ${IDLE}`, '0123456789a'],
    ['one behind a comm of 16', `01 12 1.5: x: yz 13 2.5: ${IDLE}`, '01 12 1.5: x: yz'],
    ['not one behind a comm of 17', `01 12 1.5: x: yza 13 2.5: ${IDLE}`, '01'],
    ['not one without an event, for one with', ` a 12 1.5: - 13 2.5: ${IDLE}`, 'a 12 1.5: -'],
    ['not one that no blank follows', ` a 12 1.5:x 13 2.5: ${IDLE}`, 'a 12 1.5:x'],
  ])('%s', (_, line, comm) => expect(lexText(line).records).toMatchObject([{ comm }]))
})

test.each([20, 200, 400])('which it is does not depend on the %d blanks before the line', blanks => {
  for (const [line, comm] of [
    [`1 1.5: x: 12 3.5: ${IDLE}`, '1 1.5: x:'],
    [`a: b 12 3.5: ${IDLE}`, 'a: b'],
  ] as const) {
    expect(lexText(' '.repeat(blanks) + line).records).toMatchObject([{ comm, tid: 12 }])
  }
})

describe('a time', () => {
  test.each([
    ['has a digit after its point', `sh 12 1.: ${IDLE}`],
    ['has one before it', `sh 12 .5: ${IDLE}`],
    ['has nine after it at most', `sh 12 1.1234567890: ${IDLE}`],
    ['has twelve before it at most', `sh 12 1234567890123.5: ${IDLE}`],
    ['has a point', `sh 12 1,5: ${IDLE}`],
    ['is a word of its own', `sh 12 x1.5: ${IDLE}`],
    ['is no sum', `sh 12 -1.5: ${IDLE}`],
  ])('%s', (_, line) => expect(lexText(line).records.filter(({ timeNs }) => timeNs !== null)).toEqual([]))

  test.each([
    ['1.5', 500_000_000],
    ['1.123456789', 123_456_789],
    ['1.000000001', 1],
    ['123456789012.25', 250_000_000],
    ['00001.5', 500_000_000],
  ])('%s', (time, timeNs) => {
    for (const line of [`sh 12 ${time}: ${IDLE}`, `${time}: ${IDLE}`, `sh 12\t${time}: ${IDLE}`]) {
      const { records, items } = lexText(line)
      expect(records).toMatchObject([{ timeNs }])
      expect(items[0]).toMatchObject({ originSeconds: Number(time.split('.')[0]) })
    }
  })
})

describe('where a time may stand', () => {
  test('behind a comm of 64 characters and a thread, but not of 65', () => {
    expect(lexText(`${'x'.repeat(64)} 12 1.5: ${IDLE}`).records).toMatchObject([{ comm: 'x'.repeat(64) }])
    expect(lexText(`${'x'.repeat(65)} 12 1.5: ${IDLE}`).records).toEqual([])
  })

  test('behind a comm of 16 without a thread, but not of 17', () => {
    expect(lexText(`${'x'.repeat(16)} 1.5: ${IDLE}`).records).toMatchObject([{ comm: 'x'.repeat(16), tid: null }])
    expect(lexText(`${'x'.repeat(17)} 1.5: ${IDLE}`).records).toEqual([])
  })

  test('however many blanks are before the line, and up to 320 columns to the right', () => {
    const line = (blanks: number) => `sh${' '.repeat(blanks)}12 1.5: ${IDLE}`
    expect(lexText(' '.repeat(500) + line(1)).records).toMatchObject([{ comm: 'sh', tid: 12 }])
    expect(lexText(line(310)).records).toMatchObject([{ comm: 'sh', tid: 12 }])
    // The colons before it let the search end.
    expect(lexText(`sh:${':'.repeat(400)} 12 1.5: ${IDLE}`).records).toEqual([])
  })
})
