export { type ChromeTrace, type ChromeTraceCounters, createChromeTrace } from './chrome-trace.js'
export { CHROME_TRACE_DIAGNOSTICS, type ChromeTraceDiagnosticCode } from './diagnostics.js'
export {
  type ChromeTraceOptions,
  ChromeTraceOptionsSchema,
  type ChromeTraceSettings,
  DEFAULT_CHROME_TRACE_OPTIONS,
} from './options.js'
export { emitChromeTrace } from './stream.js'
