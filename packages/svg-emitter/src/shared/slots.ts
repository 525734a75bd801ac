/**
 * A slot is one look of a box: all boxes of a row that look alike are one path. Slots are in the order of drawing, so
 * what matters most lies on top.
 */
const NAMES = [
  'rest unknown binUnknown binBlocked binWoken binPreempted binRunning binBusy blocked woken preempted running',
  'hue0 hue1 hue2 hue3 hue4 hue5 hue6 hue7 hue8 hue9 hue10 hue11 spot spotEdge',
  'c0 c1 c2 c3 c4 c5 c6 c7 c8 c9 hardirq vector softirq ioPoll ioSync ioFile ioNet ioError',
  'lost sample mark migration lostInk',
] as const
type Words<Text extends string> = Text extends `${infer First} ${infer Rest}` ? First | Words<Rest> : Text
export type SlotName = Words<(typeof NAMES)[number]>
export const SLOTS = NAMES.join(' ').split(' ') as readonly SlotName[]

export const SLOT = Object.fromEntries(SLOTS.map((name, index) => [name, index])) as Record<SlotName, number>

export const HUES = 12

/** What a slot is filled with: a colour of the palette, or a pattern (`#…`). Others have the colour of their name. */
export const SLOT_FILLS: Readonly<Partial<Record<SlotName, string>>> = {
  unknown: '#unknown',
  binUnknown: '#unknown',
  binBlocked: '#blocked',
  binWoken: 'woken',
  binPreempted: 'preempted',
  binRunning: 'running',
  binBusy: 'busy',
  blocked: '#blocked',
  lost: '#lost',
}

/** Draws nothing: the row's line of rest shows through. */
export const NO_SLOT = -1

/** The slot of a box in the `sched` lane of a task. */
export function taskSlot(state: string, cause: string | undefined): number {
  const name = state !== 'waiting' ? state : cause === 'preempted' ? cause : 'woken'
  return SLOT[name as SlotName] ?? NO_SLOT
}

/** The slot of a box in the `sched` lane of a CPU: a colour of its comm. */
export function cpuSlot(state: string, comm: string): number {
  return state === 'running' ? SLOT.hue0 + hueOf(comm) : (SLOT[state as SlotName] ?? NO_SLOT)
}

/** The slot of a mark. */
export const markSlot = (kind: string): number => SLOT[(kind === 'lost' ? 'lostInk' : kind) as SlotName] ?? SLOT.mark

/** Digits among the first letters of a name are part of it. */
const LEAST_NAME = 4

/**
 * A hue that a name keeps in every chart. Numbers do not count: `kworker/0:1` and `kworker/3:2` look alike, and so do
 * the threads of a pool; but `cc1` is another program than `cc`.
 */
export function hueOf(comm: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < comm.length; index++) {
    const code = comm.charCodeAt(index)
    if (index >= LEAST_NAME && code >= 0x30 && code <= 0x39) continue
    hash = Math.imul(hash ^ code, 0x01000193)
  }
  hash ^= hash >>> 15
  hash = Math.imul(hash, 0x2c1b3c6d)
  return ((hash ^ (hash >>> 13)) >>> 0) % HUES
}
