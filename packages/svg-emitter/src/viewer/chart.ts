import type { ChartData } from './data.js'
import type { Selection } from './selection.js'
import type { Survey } from './survey.js'
import type { Span } from './view.js'

/** What the panels may ask of the chart. */
export interface Chart {
  readonly data: ChartData
  /** Finished, if need be, when it is asked for. */
  readonly survey: Survey
  readonly range: Span | undefined
  /** Shows the details of a box, and moves the view to it if it must. */
  goTo(selection: Selection): void
  /** Shows a span of time in a row, close, and the details of its box. */
  jump(row: number, startNs: number, endNs: number): void
  goToRow(row: number): void
  setRange(range: Span | undefined): void
  show(span: Span): void
}
