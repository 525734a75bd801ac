export {
  type CustomStage,
  MODULE_SEAMS,
  type ModuleSeam,
  type SeamItems,
  type StageBetween,
  type StageContext,
  type StageModule,
} from './stage-module.js'
export type { StageOptions } from './stages.js'
export { type TcStreamOptions, tcStream } from './tc-stream.js'
