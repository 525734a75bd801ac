import { Markup } from './markup.js'
import { drawBand, drawLabel, drawSection, type LabelledRow } from './row-labels.js'
import { measureText } from './text.js'

const markup = new Markup('p', 'auto')
const place = { y: 100, height: 20 }
const label = (more: Partial<LabelledRow> = {}): LabelledRow => ({
  ...{ kind: 'task', shape: 'task', label: 'make:1234', number: '(12.3 ms)', facts: '3 threads', indent: 0 },
  ...more,
})
const WIDE = { plotX: 260, width: 1000 }
const NARROW = { plotX: 150, width: 480 }

describe('what stands beside a row', () => {
  test('is its name, and at the right its number', () => {
    const drawn = drawLabel(markup, label(), place, WIDE)
    expect(drawn).toMatch(
      /^<text x="24" y="113.5" class="p-ink">make:1234 <tspan x="250" text-anchor="end"[^>]*>\(12\.3 ms\)/,
    )
    expect(drawLabel(markup, label({ kind: 'cpu', shape: 'cpu' }), place, WIDE)).toContain('font-weight="600"')
    expect(drawLabel(markup, label({ indent: 12 }), place, WIDE)).toContain('<text x="36"')
  })

  test('is only the name where there is no number, or no room for one', () => {
    expect(drawLabel(markup, label({ number: '' }), place, WIDE)).toBe(
      '<text x="24" y="113.5" class="p-ink">make:1234</text>\n',
    )
    const drawn = drawLabel(markup, label({ indent: 0 }), place, NARROW)
    expect(drawn).toBe('<text x="24" y="113.5" class="p-ink">make:1234</text>\n')
    // A long name gives way to the number.
    const long = label({ label: 'a-name-that-goes-on-and-on-and-on:1234' })
    const [name = ''] = />([^<]*)</.exec(drawLabel(markup, long, place, WIDE))?.slice(1) ?? []
    expect(name).toMatch(/^a-name-.*… $/)
    expect(measureText(name, 12)).toBeLessThan(226 - measureText('(12.3 ms)', 11))
  })

  test('of a process runs on with its facts, unless the row is drawn in', () => {
    const process = label({ kind: 'process', shape: 'process', label: 'make (pid 12)' })
    const drawn = drawLabel(markup, process, place, WIDE)
    expect(drawn).toMatch(/>make \(pid 12\)<\/text><text x="260" [^>]*>3 threads<\/text>\n$/)
    expect(drawLabel(markup, process, place, WIDE, false)).toMatch(/^<text [^>]*>make \(pid 12\)<\/text>\n$/)
    const long = { ...process, label: 'a-process-with-a-rather-long-name (pid 1234567)' }
    const x = (text: string) => Number(/<text x="([\d.]+)" [^>]*>3 threads/.exec(text)?.[1])
    expect(x(drawLabel(markup, long, place, WIDE))).toBeGreaterThan(260)
    expect(drawLabel(markup, long, place, WIDE, false)).toContain('…')
  })

  test('is nothing where the row is folded away', () => {
    expect(drawLabel(markup, label(), { y: 100, height: 0 }, WIDE)).toBe('')
    expect(drawBand(markup, { y: 100, height: 0 }, 1000)).toBe('')
    expect(drawBand(markup, { y: 100, height: 26 }, 1000)).toBe(
      '<rect x="16" y="103" width="968" height="21" rx="3" class="p-panel"/>',
    )
  })

  test('a heading has its note beside it', () => {
    const drawn = drawSection(markup, { title: 'CPUs', note: '(share busy)', y: 10 })
    expect(drawn).toMatch(
      /^<text x="24" y="30"[^>]*>CPUs<\/text><text x="[\d.]+" y="30"[^>]*>\(share busy\)<\/text>\n$/,
    )
    expect(drawSection(markup, { title: 'CPUs', note: '', y: 10 }).match(/<text/g)).toHaveLength(1)
  })
})
