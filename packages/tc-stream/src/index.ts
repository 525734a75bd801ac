export type { CustomStage, ModuleSeam, StageContext, StageModule } from './stage-module.js'
export type { StageOptions } from './stages.js'
export { type TcStreamOptions, tcStream } from './tc-stream.js'
