import { detachString, MAX_NAME_LENGTH } from '@tc-stream/event-schema'

const SLOTS = 4096
const SLOT_MASK = SLOTS - 1

export interface Comms {
  /** The comm in `[start, end)` of a text, as one lasting string per name. */
  in(text: string, start: number, end: number, tid: number): string
  /** The same for a comm that is already a string of its own. */
  of(comm: string, tid: number): string
  /** Any other name as one lasting string. */
  name(text: string): string
  /** Times the table was full and was emptied. */
  readonly evictions: number
}

/**
 * Interns comms. A task's comm is nearly always the one it had last, so a slot per tid is compared first, which is
 * cheaper than a lookup by name: a string just cut out of a text has no hash yet.
 *
 * Bounds: `limit` names of at most `MAX_NAME_LENGTH` and 2 × 4,096 slots; a full table is emptied, which costs a copy per
 * name and nothing else. A longer name is handed back as it is: no event may hold it.
 */
export function createComms(limit: number): Comms {
  const names = new Map<string, string>()
  // Headers and payloads may name one task differently (kworker/0:1 and kworker/0:1-mm_), hence two sets.
  const payloadSlots: string[] = new Array(SLOTS).fill('')
  const headerSlots: string[] = new Array(SLOTS).fill('')
  let evictions = 0

  const intern = (comm: string): string => {
    if (comm.length > MAX_NAME_LENGTH) return comm
    const known = names.get(comm)
    if (known !== undefined) return known
    if (names.size >= limit) {
      names.clear()
      evictions++
    }
    const lasting = detachString(comm)
    names.set(lasting, lasting)
    return lasting
  }

  return {
    in(text, start, end, tid) {
      const slot = payloadSlots[tid & SLOT_MASK] as string
      const found = text.slice(start, end)
      if (slot === found) return slot
      const comm = intern(found)
      if (comm.length <= MAX_NAME_LENGTH) payloadSlots[tid & SLOT_MASK] = comm
      return comm
    },
    of(comm, tid) {
      const slot = headerSlots[tid & SLOT_MASK] as string
      if (slot === comm) return slot
      const lasting = intern(comm)
      if (lasting.length <= MAX_NAME_LENGTH) headerSlots[tid & SLOT_MASK] = lasting
      return lasting
    },
    name: intern,
    get evictions() {
      return evictions
    },
  }
}
