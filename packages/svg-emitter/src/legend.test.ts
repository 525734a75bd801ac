import { drawLegendItem, LEGEND_SIZE, type LegendItem, type LegendNeeds, legendRows } from './legend.js'
import { drawSwatch } from './legend-swatch.js'
import { Markup } from './shared/markup.js'
import { measureText } from './shared/text.js'

const TASKS_AND_CPUS: LegendNeeds = {
  ...{ tasks: true, cpus: true, folded: false, narrowed: false, highlighted: '', samples: false, marked: false },
  ...{ lost: false, cpuLanes: undefined, interruptArrows: false, maxFreqKhz: 0, mostBytes: undefined },
}
const WIDE = 10_000

const itemsOf = (needs: Partial<LegendNeeds>, widthPx = WIDE) => legendRows(widthPx, { ...TASKS_AND_CPUS, ...needs })
const textsOf = (needs: Partial<LegendNeeds>) =>
  itemsOf(needs)
    .flat()
    .map(({ text }) => text)
/** What a need adds to the legend. */
const addedBy = (needs: Partial<LegendNeeds>, to: Partial<LegendNeeds> = {}) => {
  const before = textsOf(to)
  return textsOf({ ...to, ...needs }).filter(text => !before.includes(text))
}

describe('the legend explains what is in the picture, and nothing else', () => {
  test.each<[Partial<LegendNeeds>, readonly string[]]>([
    [{ folded: true }, ['many short intervals, stacked by share of time']],
    [{ narrowed: true }, ['asleep, or not selected']],
    [{ highlighted: 'highlighted: make' }, ['highlighted: make']],
    [{ samples: true }, ['samples']],
    [{ marked: true }, ['marked event']],
    [{ lost: true }, ['events lost']],
    [{ interruptArrows: true }, ['an interrupt wakes']],
    [{ maxFreqKhz: 3_400_000 }, ['frequency, up to 3.40 GHz']],
  ])('%j', (needs, texts) => {
    expect(addedBy(needs)).toEqual(texts)
  })

  test('of I/O its scale too, if any bytes were moved', () => {
    const kinds = ['read above, written below', 'received above, sent below', 'sync', 'poll, select, epoll', 'failed']
    expect(addedBy({ mostBytes: 0 })).toEqual(['I/O', ...kinds])
    expect(addedBy({ mostBytes: 4096 })).toEqual(['I/O', ...kinds, 'as high as the bytes, up to 4.00 KiB (log scale)'])
    // Where there are no states it is what the chart is about, and needs no heading; nobody is seen to change the CPU.
    const alone = textsOf({ tasks: false, cpus: false, mostBytes: 0 })
    expect(alone).toEqual([...kinds, 'start', 'fork', 'exec', 'exit'])
  })

  test('without tasks only what CPUs do, and what may be missing there', () => {
    expect(textsOf({ tasks: false, lost: true, interruptArrows: true, cpuLanes: ['sched'] })).toEqual([
      ...['idle', 'unknown', 'CPU rows', 'a colour for each program'],
      'events lost',
    ])
    expect(textsOf({ cpus: false, lost: true, maxFreqKhz: 1 })).not.toContain('events lost')
  })
})

describe('the legend takes as many lines as it needs', () => {
  test('one, or new ones at the headings and where the width ends', () => {
    expect(itemsOf({})).toHaveLength(1)
    const rows = itemsOf({ mostBytes: 4096 }, 1100)
    expect(rows.map(([first]) => first?.text)).toEqual(['running', 'exit', 'I/O', 'CPU rows'])
    for (const row of rows) expect(row[0]?.x).toBe(0)
  })

  test('entries of a line follow each other without touching', () => {
    for (const row of itemsOf({ mostBytes: 4096 }, 700)) {
      row.forEach((item, at) => {
        const text =
          0.9 * measureText(item.text, LEGEND_SIZE) + (item.kind === 'heading' || item.kind === 'note' ? 0 : 26)
        expect(item.x + text).toBeLessThan(row[at + 1]?.x ?? 700)
      })
    }
  })
})

describe('a swatch', () => {
  const markup = new Markup('p', 'auto')
  const all = itemsOf({
    ...{ folded: true, highlighted: 'highlighted: x', samples: true, marked: true, lost: true },
    ...{ interruptArrows: true, maxFreqKhz: 1, mostBytes: 1 },
  }).flat()
  const swatchOf = (text: string) => drawSwatch(markup, all.find(item => item.text === text) as LegendItem, 0, 100)

  test('looks like nothing else in the legend', () => {
    const drawn = all.filter(({ kind }) => kind !== 'heading' && kind !== 'note')
    const looks = new Set(drawn.map(item => drawSwatch(markup, item, 0, 100)))
    expect(looks.size).toBe(drawn.length)
  })

  test('has the colour and the height of what it stands for', () => {
    const heightOf = (text: string) => Number(/height="([\d.]+)" (?!class="p-rest")/.exec(swatchOf(text))?.[1])
    const texts = ['running', 'waiting, preempted', 'waiting for a CPU', 'blocked (uninterruptible)']
    expect(texts.map(heightOf)).toEqual([12, 10, 7, 7])
    expect(swatchOf('running')).toContain('class="p-running"')
    expect(swatchOf('blocked (uninterruptible)')).toContain('fill="url(#p-blocked)"')
    expect(swatchOf('asleep').match(/<rect/g)).toHaveLength(1)
  })

  test('of samples is ticks over a run; an arrow of an interrupt is dashed', () => {
    expect(swatchOf('samples').match(/class="p-sample"/g)).toHaveLength(4)
    expect(swatchOf('wakes')).not.toContain('dasharray')
    expect(swatchOf('an interrupt wakes')).toContain('dasharray')
  })

  test('stands before its text; a heading and a note have none', () => {
    const [heading, note] = ['I/O', 'as high as the bytes, up to 1 B (log scale)'].map(
      text => all.find(item => item.text === text) as LegendItem,
    )
    for (const item of [heading, note] as LegendItem[]) {
      expect(drawLegendItem(markup, { ...item, x: 7 }, 10, 50)).toMatch(/^<text x="17" [^>]*>[^<]*<\/text>$/)
    }
    expect(drawLegendItem(markup, all[0] as LegendItem, 10, 50)).toMatch(/^<rect .*<text x="36" y="50"/)
  })
})
