/** A block of code of a README. */
export interface Example {
  /** `js` or `sh`, as the fence says. */
  readonly language: string
  readonly code: string
  /** Line of the fence, from 1. */
  readonly line: number
}

/** Languages that are run as they stand. */
const RUNNABLE: ReadonlySet<string> = new Set(['js', 'sh'])
/** Blocks that are shown, not run: samples of data and pictures made of text. */
const SHOWN: ReadonlySet<string> = new Set(['', 'text', 'json'])

/**
 * The blocks of a README that can be run.
 *
 * Errors: throws for a language that can be neither run nor only shown, so that no example goes unnoticed.
 */
export function readmeExamples(markdown: string): Example[] {
  const examples: Example[] = []
  let open: { language: string; line: number; code: string[] } | undefined
  markdown.split('\n').forEach((text, index) => {
    if (!text.startsWith('```')) {
      open?.code.push(text)
      return
    }
    if (open === undefined) {
      open = { language: text.slice(3).trim(), line: index + 1, code: [] }
      return
    }
    const { language, line, code } = open
    open = undefined
    if (RUNNABLE.has(language)) examples.push({ language, line, code: `${code.join('\n')}\n` })
    else if (!SHOWN.has(language)) throw new Error(`line ${line}: a block of ${language} cannot be run; write js or sh`)
  })
  return examples
}
