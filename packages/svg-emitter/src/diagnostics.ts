import type { DiagnosticRule } from '@tc-stream/event-schema'

export const SVG_DIAGNOSTICS = {
  TC_SVG_MANY_TITLES: {
    severity: 'warning',
    meaning: 'a picture without script has a title for every box, and more boxes than browsers paint quickly',
    advice: 'lower the number of elements, or let the picture have its script',
  },
  TC_SVG_TITLES_LEFT_OUT: {
    severity: 'warning',
    meaning: 'boxes beyond the limit were drawn without title and description',
    advice: 'lower the number of elements',
  },
  TC_SVG_UNKNOWN_ROW: {
    severity: 'warning',
    meaning: 'a box belongs to a row that was not announced, and is not drawn',
  },
  TC_SVG_LATE_ROW: {
    severity: 'warning',
    meaning: 'a row came after the first box, when the picture was laid out, and is not drawn',
  },
  TC_SVG_TABLE_FULL: {
    severity: 'warning',
    meaning: 'more distinct callchains, names or tasks than the picture keeps; the details of some boxes lack theirs',
    advice: 'draw a shorter time (--from, --to), or print shorter callchains: perf script --max-stack 24',
  },
  TC_SVG_NOTES_FULL: {
    severity: 'warning',
    meaning:
      'more of the worst waits or blocks, or of the diagnostics, than the picture tells; the last ones are left out',
    advice: 'ask for fewer of the worst (--worst)',
  },
  TC_SVG_NO_HIGHLIGHT: {
    severity: 'warning',
    meaning: 'nothing in the picture is highlighted: no such name, no run so long',
  },
  TC_SVG_HIGHLIGHT_NAME: {
    severity: 'warning',
    meaning: 'no task in the picture has this name, which was to be highlighted',
  },
  TC_SVG_NO_END: {
    severity: 'warning',
    meaning: 'the stream of the chart ended before its last item; the picture may be incomplete',
  },
} as const satisfies Record<string, DiagnosticRule>

export type SvgDiagnosticCode = keyof typeof SVG_DIAGNOSTICS
