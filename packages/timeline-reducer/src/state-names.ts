import { IoOpSchema, TaskStateSchema } from '@tc-stream/event-schema'

/** Numbers the names of states, so that a bin is a list of numbers. Bounds: `limit` names beside those of tasks and I/O. */
export interface StateNames {
  idOf(name: string): number
  nameOf(id: number): string
}

/** Where names past the limit go. */
export const OTHER_STATE = 'other'

export function createStateNames(limit: number, onOverflow: () => void): StateNames {
  const names: string[] = [OTHER_STATE, ...TaskStateSchema.options, ...IoOpSchema.options]
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
