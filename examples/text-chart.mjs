/*
 * An emitter of one's own in place of the SVG: a chart for the terminal. Each sign is what the row did in the middle of
 * its column.
 *
 *     tc-stream --use ./text-chart.mjs trace.txt
 */
const COLUMNS = 72
/** @type {Record<string, string>} */
const SIGNS = { running: '█', waiting: '▒', blocked: '░', unknown: '?' }

/** What a terminal may act on: a task may call itself anything. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

/** @type {import('@tc-stream/tc-stream').CustomStage} */
export default {
  from: 'chart',
  to: 'output',
  open() {
    /** @type {{ name: string, signs: string[] }[]} */
    const lines = []
    let [startNs, spanNs] = [0, 1]
    /** @param {number} ns */
    const columnOf = ns => Math.ceil((COLUMNS * (ns - startNs)) / spanNs - 0.5)
    return {
      push(item) {
        if (item.type === 'chart') {
          startNs = item.startNs
          spanNs = item.endNs - item.startNs
        } else if (item.type === 'row') {
          const name = item.kind === 'cpu' ? `CPU ${item.cpu}` : `${item.comm} ${item.tid ?? ''}`
          lines.push({ name: name.replace(UNSAFE, '�').padEnd(20).slice(0, 20), signs: Array(COLUMNS).fill(' ') })
        } else if ((item.type === 'box' || item.type === 'bin') && item.lane === 'sched') {
          const state = item.type === 'box' ? item.state : item.longest.state
          lines[item.row]?.signs.fill(SIGNS[state] ?? ' ', columnOf(item.startNs), columnOf(item.endNs))
        }
      },
      *flush() {
        for (const { name, signs } of lines) yield `${name} ${signs.join('')}\n`
      },
    }
  },
}
