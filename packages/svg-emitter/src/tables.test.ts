import { MAX_NAME_LENGTH, MAX_TABLE_TEXT, PictureTables } from './tables.js'

describe('PictureTables', () => {
  test('a name is kept once, and clipped where it goes on for pages', () => {
    const tables = new PictureTables(() => {})
    expect(tables.string('a')).toBe(0)
    expect(tables.string('b')).toBe(1)
    expect(tables.string('a')).toBe(0)
    tables.string('x'.repeat(100_000))
    expect(tables.all().strings[2]?.length).toBe(MAX_NAME_LENGTH)
  })

  test('the tables take no more than their share of the picture, and what is left out is counted', () => {
    let leftOut = 0
    const tables = new PictureTables(() => leftOut++)
    const frames = (id: number) =>
      Array.from({ length: 100 }, (_, at) => ({ ip: 'ff', symbol: `function_${id}_${at}`, offset: at, dso: 'lib.so' }))
    for (let id = 0; id < 1_500; id++) tables.callchain({ type: 'callchain', id, frames: frames(id) })
    const { callchains, frames: kept, strings } = tables.all()
    expect(leftOut).toBeGreaterThan(0)
    // Frames of the last callchain may be left out too.
    expect(callchains.size + leftOut).toBeGreaterThanOrEqual(1_500)
    expect(callchains.size + leftOut).toBeLessThan(1_500 + 100)
    const written =
      JSON.stringify([...callchains]).length + JSON.stringify(kept).length + JSON.stringify(strings).length
    expect(written).toBeLessThan(MAX_TABLE_TEXT * 1.2)
    expect(written).toBeGreaterThan(MAX_TABLE_TEXT * 0.6)
  })
})
