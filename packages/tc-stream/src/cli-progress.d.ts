/** The part of cli-progress (which has no types of its own) that is used. */
declare module 'cli-progress' {
  import type { Writable } from 'node:stream'

  interface Options {
    stream?: Writable
    format?: string
    barsize?: number
    clearOnComplete?: boolean
    /** null: leave the cursor alone. */
    hideCursor?: boolean | null
  }
  class SingleBar {
    constructor(options: Options, preset: object)
    start(total: number, startValue: number, payload: object): void
    update(value: number, payload: object): void
    stop(): void
  }
  const cliProgress: { SingleBar: typeof SingleBar; Presets: { shades_classic: object } }
  export default cliProgress
}
