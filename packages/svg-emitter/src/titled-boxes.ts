import type { Geometry, PictureRow } from './geometry.js'
import type { Tables } from './shared/data-format.js'
import { type Description, describeRecord } from './shared/describe.js'
import { escapeXml } from './shared/escape.js'
import { laneArea, ROW_SHAPES, type RowShape } from './shared/layout.js'
import { round } from './shared/markup.js'
import { decodeRow, type LaneData } from './shared/row-data.js'
import type { TimeScale } from './shared/time-scale.js'

/** Browsers need more than ten seconds for more titles than this. */
export const MANY_TITLES = 20_000

/** Boxes beyond this get no title: librsvg refuses documents of more than a million elements, and each takes four. */
export const MAX_TITLES = 200_000

/**
 * A title and a description for every box, for a picture without script: boxes that nothing paints, over the paths. They
 * come last in the picture, when the callchains are known.
 */
export class TitledBoxes {
  readonly #rows = new Map<number, string[]>()

  /** Keeps the records of a row. Bounds: the records of the whole chart. */
  keep(row: number, records: string): void {
    const kept = this.#rows.get(row)
    if (kept === undefined) this.#rows.set(row, [records])
    else kept.push(records)
  }

  /** `onLeftOut` is called for each box beyond `MAX_TITLES`. */
  *draw(
    geometry: Geometry,
    scale: TimeScale,
    tables: Tables,
    originSeconds: number,
    callerFirst: boolean,
    onLeftOut: () => void,
  ): Generator<string> {
    let titles = 0
    const context = { tables, originSeconds, chartStartNs: scale.startNs, callerFirst }
    yield `<g transform="translate(${geometry.plotX} 0)" fill="none" pointer-events="all">\n`
    for (const [index, records] of this.#rows) {
      const data = decodeRow(records, tables.shapes, scale.startNs)
      for (const lane of data.lanes.values()) {
        for (let record = 0; record < lane.startNs.length; record++) {
          if (titles >= MAX_TITLES) {
            onLeftOut()
            continue
          }
          titles++
          yield titledBox(geometry, scale, index, lane, record, describeRecord(data, lane, record, context))
        }
      }
    }
    yield '</g>\n'
  }
}

function titledBox(
  geometry: Geometry,
  scale: TimeScale,
  index: number,
  lane: LaneData,
  record: number,
  description: Description,
): string {
  const row = geometry.rows[index] as PictureRow
  const [top, height] = stripOf(ROW_SHAPES[row.shape], lane.lane)
  const x = scale.x(lane.startNs[record] as number)
  const width = Math.max(0.25, scale.x(lane.endNs[record] as number) - x)
  const facts = description.facts.map(([name, value]) => `${name}: ${value}`)
  const frames = description.frames.map(frame => `  ${frame.text}`)
  const backtrace = frames.length === 0 ? [] : [`${description.framesTitle}:`, ...frames]
  return (
    `<g><title>${escapeXml(description.title)}</title>` +
    `<desc>${[...facts, ...backtrace].map(escapeXml).join('\n')}</desc>` +
    `<rect x="${round(x)}" y="${row.y + top}" width="${round(width)}" height="${height}"/></g>\n`
  )
}

/** Top and height of where the boxes of a lane lie. */
function stripOf(shape: RowShape, lane: string): readonly [top: number, height: number] {
  if (lane === 'interrupt') return [shape.overTop, shape.over]
  return lane === 'cState' ? [shape.underTop, shape.under] : laneArea(shape, lane)
}
