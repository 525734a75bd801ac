export { CALLCHAIN_DIAGNOSTICS, type CallchainCode } from './diagnostics.js'
export { parseFrame } from './frame.js'
export { parseKallsyms } from './kallsyms.js'
export {
  type LoadedSymbols,
  loadSymbols,
  MAX_KALLSYMS_BYTES,
  MAX_PERF_MAP_BYTES,
  MAX_PERF_MAPS,
  type SymbolSources,
} from './load-symbols.js'
export {
  type CallchainResolverOptions,
  CallchainResolverOptionsSchema,
  DEFAULT_CALLCHAIN_RESOLVER_OPTIONS,
  MAX_EXAMINED_FRAMES,
  MAX_PIDS_PER_CALLCHAIN,
  type PerfMapOf,
} from './options.js'
export { parsePerfMap } from './perf-map.js'
export { describeReason } from './reason.js'
export { type CallchainResolver, type CallchainResolverCounters, createCallchainResolver } from './resolver.js'
export { resolveCallchains } from './stream.js'
export type { FoundSymbol, SymbolTable } from './symbol-table.js'
export { findWakeupOrigin, type WakeupOrigin } from './wakeup-origin.js'
