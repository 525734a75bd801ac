import { COMMANDS, type Command } from '../shared/commands.js'

const BY_KEY = new Map<string, Command>(
  Object.entries(COMMANDS).flatMap(([command, keys]) => keys.map(key => [key, command as Command] as const)),
)

export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
  readonly shiftKey: boolean
}

/** What a key asks for; nothing where it belongs to the browser. */
export function commandOf({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyPress): Command | undefined {
  if (altKey) return undefined
  if (ctrlKey || metaKey) return key === 'f' ? 'find' : undefined
  return BY_KEY.get(shiftKey && key.startsWith('Arrow') ? `Shift+${key}` : key)
}
