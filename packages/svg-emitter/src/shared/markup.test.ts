import { Markup } from './markup.js'
import { baseColour } from './palette.js'
import { SLOT } from './slots.js'

const markup = new Markup('p', 'auto')

describe('looks', () => {
  test('are classes, and for a file attributes besides', () => {
    const inFile = new Markup(
      'p',
      'dark',
      colour => baseColour(colour, 'dark'),
      text => text.replace('\t', '␉'),
    )
    expect([markup.fillOf('ink'), markup.strokeOf('ink')]).toEqual(['class="p-ink"', 'class="p-ink-s" fill="none"'])
    expect(inFile.fillOf('ink')).toBe('class="p-ink" fill="#e6e9ee"')
    expect(inFile.strokeOf('ink')).toBe('class="p-ink-s" fill="none" stroke="#e6e9ee"')
    expect([markup, inFile].map(each => each.slot(SLOT.blocked))).toEqual(new Array(2).fill('fill="url(#p-blocked)"'))
    expect([markup, inFile].map(each => each.escape('a\t<b>'))).toEqual(['a\t&lt;b&gt;', 'a␉&lt;b&gt;'])
  })
})
