import { type ChartItem, runStage } from '@tc-stream/event-schema'
import { createSvgEmitter } from '../src/emitter.js'
import { type ChartData, readChartData } from '../src/viewer/data.js'

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
const plain = (text: string) => text.replace(/&(#?\w+);/g, (_, name) => ENTITIES[name] ?? '?')

/** As much of an element as the data of a chart are read from. */
interface Piece {
  readonly nodeName: string
  readonly textContent: string
  readonly children: readonly Piece[]
  getAttribute(name: string): string | null
}

function piece(nodeName: string, textContent: string, children: readonly Piece[] = [], row?: string): Piece {
  return { nodeName, textContent, children, getAttribute: name => (name === 'data-row' ? (row ?? null) : null) }
}

/** The data of a chart as the script reads them from the file, without a browser. */
export function chartDataOf(items: Iterable<ChartItem>): ChartData {
  const svg = [...runStage(createSvgEmitter(), items)].join('')
  const prefix = /id="(\w+)-svg"/.exec(svg)?.[1] ?? ''
  const blocks = [...svg.matchAll(/<metadata class="\w+-data-(\w+)">([^<]*)<\/metadata>/g)]
  const rows = svg.matchAll(/<g class="\w+-row" data-row="(\d+)"[^>]*>\n([\s\S]*?)<\/g>\n(?=<g class="\w+-row"|<\/g>)/g)
  const groups = [...rows].map(([, row = '', content = '']) => {
    const records = [...content.matchAll(/<metadata>([^<]*)<\/metadata>/g)]
    return piece(
      'g',
      '',
      records.map(([, text = '']) => piece('metadata', text)),
      row,
    )
  })
  const root = {
    id: `${prefix}-svg`,
    querySelectorAll(selector: string): Piece[] {
      if (selector === `.${prefix}-row`) return groups
      return blocks
        .filter(([, name]) => selector === `.${prefix}-data-${name}`)
        .map(([, , text = '']) => piece('metadata', plain(text)))
    },
  }
  return readChartData(root as unknown as Element)
}
