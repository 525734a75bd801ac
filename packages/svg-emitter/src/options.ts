import type { DiagnosticListener } from '@tc-stream/event-schema'
import { z } from 'zod'
import { THEMES } from './shared/palette.js'

/** Runs to be drawn in a colour of their own: of tasks of some names, or longer than some length. */
export const HighlightSchema = z.strictObject({
  names: z
    .array(
      z.strictObject({
        label: z.string().describe('what was asked for, for the message that no task has it'),
        isName: z
          .custom<(comm: string) => boolean>(value => typeof value === 'function')
          .describe('whether it is meant'),
      }),
    )
    .optional()
    .describe('tasks, by their comm'),
  longerThanNs: z.int().nonnegative().optional().describe('runs longer than this'),
  labels: z.array(z.string()).describe('what was asked for, for the legend and the notes'),
})
export type HighlightOptions = Readonly<z.infer<typeof HighlightSchema>>

export const SvgOptionsSchema = z.strictObject({
  width: z.int().min(480).max(100_000).describe('width of the picture in CSS pixels'),
  title: z.string().optional().describe('heading of the picture; the default tells what the trace holds'),
  script: z.boolean().describe('false: no script, but a title and a description for every box'),
  theme: z.enum(THEMES).describe('auto: light, and dark where the reader prefers it'),
  arrows: z.int().nonnegative().max(10_000).describe('most wakeup arrows in the picture; those of the longest waits'),
  highlight: HighlightSchema.optional().describe('runs to be drawn in a colour of their own'),
  caller: z.boolean().describe('tell callchains from their outermost frame'),
  onDiagnostic: z
    .custom<DiagnosticListener>(value => typeof value === 'function')
    .optional()
    .describe('told of each code when it is first met; a throw stops the stream'),
})
export type SvgOptions = z.infer<typeof SvgOptionsSchema>

export const DEFAULT_SVG_OPTIONS: SvgOptions = {
  width: 1600,
  script: true,
  theme: 'auto',
  arrows: 120,
  caller: false,
}

/** Errors: throws on an unknown or ill-typed option. */
export function parseSvgOptions(options: Partial<SvgOptions> = {}): SvgOptions {
  return SvgOptionsSchema.parse({ ...DEFAULT_SVG_OPTIONS, ...options })
}
