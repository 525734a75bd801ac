import type { BinItem, BoxItem, ChartMarkItem } from '@tc-stream/event-schema'
import { FIELD_BIT, type FieldName, NOTHING, RADIX } from './shared/data-format.js'
import { visibleText } from './shared/escape.js'
import { boxTask, type PictureTables } from './tables.js'

/**
 * Writes the records of one row as a list of integers (see `data-format`).
 *
 * Bounds: the text that has not been taken.
 */
export class RowRecords {
  readonly #tables: PictureTables
  readonly #startNs: number
  readonly #lastNs = new Map<string, number>()
  readonly #values: number[] = []
  #fields = 0
  #text = ''

  constructor(tables: PictureTables, chartStartNs: number) {
    this.#tables = tables
    this.#startNs = chartStartNs
  }

  /** Units: UTF-16 code units not yet taken. */
  get length(): number {
    return this.#text.length
  }

  /** Hands over what has been written. Shape: `0,xc,3,1,h,0,460,4` */
  take(): string {
    const text = this.#text
    this.#text = ''
    return text
  }

  box(box: BoxItem): void {
    this.#collectBox(box)
    this.#write(box.lane, box.startNs, box.endNs, this.#tables.boxShape(box, this.#fields))
  }

  bin(bin: BinItem): void {
    this.#begin()
    const states = Object.keys(bin.states)
    for (const state of states) {
      const { ns, count, bytes } = bin.states[state] as BinItem['states'][string]
      this.#values.push(ns, count)
      if (bin.lane === 'io') this.#values.push(bytes ?? 0)
    }
    const { longest } = bin
    this.#values.push(longest.startNs - bin.startNs, longest.endNs - longest.startNs)
    const shape = this.#tables.shape([1, bin.lane, states.map(visibleText), visibleText(longest.state)])
    this.#write(bin.lane, bin.startNs, bin.endNs, shape)
  }

  mark(mark: ChartMarkItem): void {
    this.#begin()
    this.#number('callchain', mark.callchain)
    this.#string('text', mark.text)
    this.#number('count', mark.count)
    this.#write('mark', mark.timeNs, mark.timeNs, this.#tables.shape([2, 'mark', mark.kind, this.#fields]))
  }

  /** The fields in the order of `FIELDS`. */
  #collectBox(box: BoxItem): void {
    this.#begin()
    this.#number('cpu', box.cpu)
    if (box.tid !== undefined) this.#number('task', boxTask(box, this.#tables))
    if (box.wakerTid !== undefined) {
      this.#number('waker', this.#tables.task(box.wakerTid, box.wakerComm ?? '', box.wakerRow))
    }
    this.#number('wakerCpu', box.wakerCpu)
    if (box.wakeupNs !== undefined) this.#number('woken', box.startNs - box.wakeupNs)
    this.#number('callchain', box.callchain)
    this.#string('reason', box.reason)
    this.#string('interrupt', box.interrupt)
    this.#string('text', box.text)
    this.#number('fd', box.fd)
    this.#number('bytes', box.bytes)
    this.#string('error', box.error)
    this.#number('merges', box.merges)
    this.#number('callNs', box.callNs)
    this.#number('maxCallNs', box.maxCallNs)
  }

  #begin(): void {
    this.#fields = 0
    this.#values.length = 0
  }

  #number(field: FieldName, value: number | null | undefined): void {
    if (value === undefined || value === null) return
    this.#fields |= FIELD_BIT[field]
    this.#values.push(value)
  }

  #string(field: FieldName, text: string | undefined): void {
    if (text !== undefined) this.#number(field, this.#tables.string(text))
  }

  #write(lane: string, startNs: number, endNs: number, shape: number): void {
    // Without its shape a record could not be told from its neighbours; the table of shapes is the smallest of all.
    if (shape === NOTHING) return
    const gapNs = startNs - (this.#lastNs.get(lane) ?? this.#startNs)
    this.#lastNs.set(lane, endNs)
    let text = `${this.#text === '' ? '' : ','}${digits(gapNs)},${digits(endNs - startNs)},${digits(shape)}`
    for (const value of this.#values) text += `,${digits(value)}`
    this.#text += text
  }
}

const digits = (value: number): string => value.toString(RADIX)
