/**
 * A slot is one look of a box: all boxes of a row that look alike are one path. Slots are in the order of drawing, so
 * what matters most lies on top.
 */
export const SLOTS = [
  'rest',
  'unknown',
  'binUnknown',
  'binBlocked',
  'binWoken',
  'binPreempted',
  'binRunning',
  'binBusy',
  'blocked',
  'woken',
  'preempted',
  'running',
  'hue0',
  'hue1',
  'hue2',
  'hue3',
  'hue4',
  'hue5',
  'hue6',
  'hue7',
  'hue8',
  'hue9',
  'hue10',
  'hue11',
  'spot',
  'spotEdge',
  'c0',
  'c1',
  'c2',
  'c3',
  'c4',
  'irq',
  'ioFile',
  'ioNet',
  'ioSync',
  'ioPoll',
  'faintMark',
  'mark',
  'lost',
] as const
export type SlotName = (typeof SLOTS)[number]

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
  faintMark: 'faint',
  lost: '#lost',
}

/** Draws nothing: the row's line of rest shows through. */
export const NO_SLOT = -1

/** The slot of a box in the `sched` lane of a task. */
export function taskSlot(state: string, cause: string | undefined): number {
  switch (state) {
    case 'running':
      return SLOT.running
    case 'waiting':
      return cause === 'preempted' ? SLOT.preempted : SLOT.woken
    case 'blocked':
      return SLOT.blocked
    case 'unknown':
      return SLOT.unknown
    default:
      return NO_SLOT
  }
}

/** The slot of a box in the `sched` lane of a CPU: a colour of its comm. */
export function cpuSlot(state: string, comm: string | undefined): number {
  if (state === 'unknown') return SLOT.unknown
  if (state !== 'running') return NO_SLOT
  return SLOT.hue0 + hueOf(comm ?? '')
}

/** The slot of a box in one of the strips beside the `sched` lane. */
export function stripSlot(lane: string, state: string): number {
  if (lane === 'interrupt') return SLOT.irq
  if (lane === 'cState') return SLOT.c0 + Math.min(4, Math.max(0, Number(state.slice(1)) || 0))
  switch (state) {
    case 'rx':
    case 'tx':
      return SLOT.ioNet
    case 'sync':
      return SLOT.ioSync
    case 'poll':
      return SLOT.ioPoll
    default:
      return SLOT.ioFile
  }
}

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
