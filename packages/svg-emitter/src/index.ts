export { SVG_DIAGNOSTICS, type SvgDiagnosticCode } from './diagnostics.js'
export { createSvgEmitter, type SvgCounters, type SvgEmitter } from './emitter.js'
export {
  DEFAULT_SVG_OPTIONS,
  type HighlightOptions,
  HighlightSchema,
  type SvgOptions,
  SvgOptionsSchema,
} from './options.js'
export { emitSvg, type SvgStream } from './stream.js'
