export { SUMMARY_DIAGNOSTICS, type SummaryDiagnosticCode } from './diagnostics.js'
export {
  type CpuSummary,
  CpuSummarySchema,
  type ManyTasksSummary,
  ManyTasksSummarySchema,
  SUMMARY_VERSION,
  type SummaryDocument,
  SummaryDocumentSchema,
  type TaskSummary,
  TaskSummarySchema,
  type WorstSummary,
  WorstSummarySchema,
} from './document.js'
export { QUANTILE_ERROR } from './histogram.js'
export { DEFAULT_SUMMARY_OPTIONS, type SummaryOptions, SummaryOptionsSchema, type SummarySettings } from './options.js'
export { summarize } from './stream.js'
export { createSummary, type Summary, type SummaryCounters } from './summary.js'
