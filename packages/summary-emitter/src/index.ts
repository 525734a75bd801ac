export { SUMMARY_DIAGNOSTICS, type SummaryDiagnosticCode } from './diagnostics.js'
export {
  type CpuSummary,
  type ManyTasksSummary,
  SUMMARY_VERSION,
  type SummaryDocument,
  SummaryDocumentSchema,
  type TaskSummary,
  type WorstSummary,
} from './document.js'
export { QUANTILE_ERROR } from './histogram.js'
export { DEFAULT_SUMMARY_OPTIONS, type SummaryOptions, SummaryOptionsSchema } from './options.js'
export { summarize } from './stream.js'
export { createSummary, type Summary, type SummaryCounters } from './summary.js'
