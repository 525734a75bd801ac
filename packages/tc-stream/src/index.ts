export type { StageOptions } from './stages.js'
export { type TcStreamOptions, tcStream } from './tc-stream.js'
