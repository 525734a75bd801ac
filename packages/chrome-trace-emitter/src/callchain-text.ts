import type { Callchain, Frame } from '@tc-stream/event-schema'

/**
 * Callchains as JSON lists of lines, innermost first. Equal callchains are one shared array, so that the text of each is
 * made once.
 *
 * Bounds: a text is kept as long as its callchain is.
 */
export class CallchainTexts {
  readonly #texts = new WeakMap<Callchain, string>()

  of(callchain: Callchain | undefined): string | undefined {
    if (callchain === undefined || callchain.length === 0) return undefined
    const known = this.#texts.get(callchain)
    if (known !== undefined) return known
    const text = JSON.stringify(callchain.map(frame => (typeof frame === 'string' ? frame : frameText(frame))))
    this.#texts.set(callchain, text)
    return text
  }
}

/** `__schedule+0x4f8 ([kernel.kallsyms])`, as perf prints it; the address where there is no name. */
function frameText({ ip, symbol, offset, dso, inlined }: Frame): string {
  const name = symbol ?? (ip === null ? '[unknown]' : `0x${ip}`)
  const place = symbol === null || offset === undefined ? '' : `+0x${offset.toString(16)}`
  return `${name}${place}${inlined === true ? ' (inlined)' : dso === null ? '' : ` (${dso})`}`
}
