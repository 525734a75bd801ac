/** One event of a recording: its kind, and what perf kept with each of its samples. */
export interface EventAttr {
  /** PERF_TYPE_*. */
  readonly type: number
  readonly hasCallchain: boolean
  readonly hasCpu: boolean
}

/** Reads bytes of a file; fewer than asked for at its end. */
export type ReadAt = (offset: number, length: number) => Promise<Buffer>

/** The first bytes of perf.data on a machine of the other byte order. */
const SWAPPED = '2ELIFREP'

/** Size of the header of a stream; that of a file is longer. Units: bytes. */
export const STREAM_HEADER_BYTES = 16
const FILE_HEADER_BYTES = 40
const RECORD_HEADER_BYTES = 8
/** Bytes of `perf_event_attr` up to what is read of it, and the longest that there can be. */
const ATTR_BYTES = 32
const MAX_ATTR_BYTES = 4_096

/** Most bytes of a stream looked at to learn what its events are; each takes some hundred. */
export const MAX_STREAM_HEAD_BYTES = 1 << 20

/** Events looked at; what more there are is like them. */
const MAX_ATTRS = 4_096

const RECORD_ATTR = 64

const SAMPLE_CALLCHAIN = 1 << 5
const SAMPLE_CPU = 1 << 7

/** Whether the bytes are those that `perf record -o -` writes: a stream, which can be read from a pipe. */
export function isPerfStream(head: Buffer): boolean {
  return head.length >= STREAM_HEADER_BYTES && Number(readU64(head, 8, isSwapped(head))) === STREAM_HEADER_BYTES
}

/**
 * The events of a perf.data file, from the table that its header points to; or those of a stream that was kept in a file.
 *
 * Returns: undefined where the table is not as expected; perf then has the last word.
 * Source: tools/perf/Documentation/perf.data-file-format.txt of the kernel.
 */
export async function readFileAttrs(readAt: ReadAt): Promise<EventAttr[] | undefined> {
  const header = await readAt(0, FILE_HEADER_BYTES)
  if (isPerfStream(header)) return parseStreamAttrs(await readAt(0, MAX_STREAM_HEAD_BYTES))
  if (header.length < FILE_HEADER_BYTES) return undefined
  const swapped = isSwapped(header)
  const [entryBytes, offset, bytes] = [16, 24, 32].map(at => Number(readU64(header, at, swapped))) as [
    number,
    number,
    number,
  ]
  const count = Math.min(Math.floor(bytes / entryBytes), MAX_ATTRS)
  if (entryBytes < ATTR_BYTES || entryBytes > MAX_ATTR_BYTES || count === 0 || !Number.isSafeInteger(offset)) {
    return undefined
  }
  const table = await readAt(offset, count * entryBytes)
  if (table.length < count * entryBytes) return undefined
  return Array.from({ length: count }, (_, index) => attrAt(table, index * entryBytes, swapped))
}

/**
 * The events at the start of a perf.data stream, where each has a record of its own before everything else.
 *
 * Returns: undefined while more bytes than these are needed to see the last of them.
 */
export function parseStreamAttrs(head: Buffer): EventAttr[] | undefined {
  const swapped = isSwapped(head)
  const attrs: EventAttr[] = []
  let at = STREAM_HEADER_BYTES
  while (attrs.length < MAX_ATTRS) {
    if (head.length < at + RECORD_HEADER_BYTES) return undefined
    const bytes = swapped ? head.readUInt16BE(at + 6) : head.readUInt16LE(at + 6)
    if (readU32(head, at, swapped) !== RECORD_ATTR || bytes < RECORD_HEADER_BYTES + ATTR_BYTES) break
    if (head.length < at + bytes) return undefined
    attrs.push(attrAt(head, at + RECORD_HEADER_BYTES, swapped))
    at += bytes
  }
  return attrs
}

function attrAt(bytes: Buffer, at: number, swapped: boolean): EventAttr {
  const sampleType = Number(readU64(bytes, at + 24, swapped) & 0xffff_ffffn)
  return {
    type: readU32(bytes, at, swapped),
    hasCallchain: (sampleType & SAMPLE_CALLCHAIN) !== 0,
    hasCpu: (sampleType & SAMPLE_CPU) !== 0,
  }
}

/** perf runs on machines of either order; the usual one is taken for ours. */
function isSwapped(head: Buffer): boolean {
  return head.toString('latin1', 0, SWAPPED.length) === SWAPPED
}

function readU32(bytes: Buffer, at: number, swapped: boolean): number {
  return swapped ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)
}

function readU64(bytes: Buffer, at: number, swapped: boolean): bigint {
  return swapped ? bytes.readBigUInt64BE(at) : bytes.readBigUInt64LE(at)
}
