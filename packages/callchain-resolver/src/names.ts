/** A list of names as one reads it best: by kind, separated by blanks. */
export function namesOf(text: string): string[] {
  return text.trim().split(/\s+/)
}

const COMPILER_SUFFIX = /^(\.(isra|constprop|part|cold|llvm|lto_priv|localalias)(\.\d+)?)+$/

/** Without what the compiler appends to a copy it made: `.isra.0`, `.constprop.0`, `.part.0`, `.cold`, `.llvm.123`. */
export function plainName(symbol: string): string {
  const dot = symbol.indexOf('.')
  return dot > 0 && COMPILER_SUFFIX.test(symbol.slice(dot)) ? symbol.slice(0, dot) : symbol
}
