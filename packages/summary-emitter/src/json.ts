import type { SummaryDocument } from './document.js'
import { printableJson } from './terminal-text.js'

/** The document as text: one member a line, and of a list one element a line, so that it can be read and searched. */
export function* writeJson(document: SummaryDocument): Generator<string> {
  const members = Object.entries(document)
  for (const [index, [name, value]] of members.entries()) {
    const end = index === members.length - 1 ? '\n}\n' : ',\n'
    const key = `${index === 0 ? '{\n' : ''}${JSON.stringify(name)}: `
    if (Array.isArray(value) && value.length > 0) yield* writeList(key, value, end)
    else yield `${key}${jsonOf(value)}${end}`
  }
}

function* writeList(key: string, elements: readonly unknown[], end: string): Generator<string> {
  for (const [index, element] of elements.entries()) {
    const start = index === 0 ? `${key}[\n` : ''
    yield `${start}${jsonOf(element)}${index === elements.length - 1 ? `\n]${end}` : ',\n'}`
  }
}

function jsonOf(value: unknown): string {
  return printableJson(JSON.stringify(value))
}
