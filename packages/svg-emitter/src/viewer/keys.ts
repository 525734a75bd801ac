export type Action =
  | 'zoomIn'
  | 'zoomOut'
  | 'reset'
  | 'left'
  | 'right'
  | 'up'
  | 'down'
  | 'pin'
  | 'close'
  | 'previous'
  | 'next'

const KEYS: Readonly<Record<string, Action>> = {
  '+': 'zoomIn',
  '=': 'zoomIn',
  w: 'zoomIn',
  '-': 'zoomOut',
  _: 'zoomOut',
  s: 'zoomOut',
  '0': 'reset',
  ArrowLeft: 'left',
  a: 'left',
  ArrowRight: 'right',
  d: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
  Enter: 'pin',
  Escape: 'close',
  ',': 'previous',
  '.': 'next',
}

export interface KeyPress {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly altKey: boolean
}

/** What a key asks for; nothing where it belongs to the browser. */
export function actionOf(press: KeyPress): Action | undefined {
  if (press.ctrlKey || press.metaKey || press.altKey) return undefined
  return KEYS[press.key]
}
