import { InterruptItemSchema, IoOpSchema, TaskStateSchema } from '@tc-stream/event-schema'

/** Numbers the names of states, so that a bin is a list of numbers. Bounds: `limit` names beside those that are known. */
export interface StateNames {
  idOf(name: string): number
  nameOf(id: number): string
}

/** Where names past the limit go. */
export const OTHER_STATE = 'other'

/** As many C-states as the kernel can have (CPUIDLE_STATE_MAX). */
const C_STATES = ['C0', 'C1', 'C2', 'C3', 'C4', 'C5', 'C6', 'C7', 'C8', 'C9']

/** What a CPU is in besides its frequencies: these are many, and must not take the place of all else. */
const OF_CPUS = ['lost', ...InterruptItemSchema.shape.kind.options, ...C_STATES]

export function createStateNames(limit: number, onOverflow: () => void): StateNames {
  const names: string[] = [OTHER_STATE, ...TaskStateSchema.options, ...IoOpSchema.options, ...OF_CPUS]
  const ids = new Map(names.map((name, id) => [name, id]))
  const most = names.length + limit
  return {
    idOf(name) {
      const known = ids.get(name)
      if (known !== undefined) return known
      if (names.length >= most) {
        onOverflow()
        return 0
      }
      ids.set(name, names.length)
      names.push(name)
      return names.length - 1
    },
    nameOf: id => names[id] ?? OTHER_STATE,
  }
}
