import type { BinItem, BoxItem, ChartMarkItem } from '@tc-stream/event-schema'
import { IntegerText } from './integer-text.js'
import { FIELD_BIT, type FieldName, NOTHING } from './shared/data-format.js'
import type { PictureTables } from './tables.js'

/**
 * Writes the records of one row after the other as lists of integers (see `data-format`).
 *
 * Bounds: the text that has not been taken.
 */
export class RowRecords {
  readonly #tables: PictureTables
  readonly #startNs: number
  readonly #lastNs = new Map<string, number>()
  readonly #text = new IntegerText()
  readonly #values: number[] = []
  #count = 0
  #fields = 0

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
    return this.#text.take()
  }

  /** What follows belongs to another row. */
  beginRow(): void {
    this.#lastNs.clear()
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
      this.#add(ns)
      this.#add(count)
      if (bin.lane === 'io') this.#add(bytes ?? 0)
    }
    const { longest } = bin
    this.#add(longest.startNs - bin.startNs)
    this.#add(longest.endNs - longest.startNs)
    this.#write(bin.lane, bin.startNs, bin.endNs, this.#tables.binShape(bin.lane, states, longest.state))
  }

  mark(mark: ChartMarkItem): void {
    this.#begin()
    this.#number('callchain', mark.callchain)
    this.#string('text', mark.text)
    this.#number('count', mark.count)
    this.#write('mark', mark.timeNs, mark.timeNs, this.#tables.markShape(mark.kind, this.#fields))
  }

  /** The fields in the order of `FIELDS`. */
  #collectBox(box: BoxItem): void {
    this.#begin()
    this.#number('cpu', box.cpu)
    if (box.tid !== undefined) this.#number('task', this.#tables.task(box.tid, box.comm ?? '', box.taskRow))
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
    this.#count = 0
  }

  #add(value: number): void {
    this.#values[this.#count++] = value
  }

  #number(field: FieldName, value: number | null | undefined): void {
    if (value === undefined || value === null) return
    this.#fields |= FIELD_BIT[field]
    this.#add(value)
  }

  #string(field: FieldName, text: string | undefined): void {
    if (text !== undefined) this.#number(field, this.#tables.string(text))
  }

  #write(lane: string, startNs: number, endNs: number, shape: number): void {
    // Without its shape a record could not be told from its neighbours; the table of shapes is the smallest of all.
    if (shape === NOTHING) return
    const gapNs = startNs - (this.#lastNs.get(lane) ?? this.#startNs)
    this.#lastNs.set(lane, endNs)
    const text = this.#text
    text.add(gapNs)
    text.add(endNs - startNs)
    text.add(shape)
    for (let at = 0; at < this.#count; at++) text.add(this.#values[at] as number)
  }
}
