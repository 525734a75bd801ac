/** What perf and its libraries are known to say on stderr, which `2>&1` puts between the records. */
const NOISE: readonly RegExp[] = [
  /^\[ perf record: /,
  /^(Warning|WARNING|Error|ERROR): ?/,
  /^Processed \d+ (events|samples) and lost \d+ /,
  /^Check IO\/CPU overload!/,
  /^'\w+' not valid for .+ events\. Ignoring\.$/,
  /^registering plugin: /,
  /^overriding event \(\d+\) /,
  /^Was the 'perf record' command properly terminated\?/,
  /event has no tid$/,
  /^\[[\w:]+\] (function|bad op|unknown|unexpected)/,
  /^instruction trace error type \d+/,
  /^(Failed|failed|couldn't|Cannot|could not|Can't) .*(open|read|find|load|resolve|parse|symbols)/,
  /^(BFD|addr2line|cmd__addr2line|perf): /,
  /^no symbols found in /i,
  /(build id|build-id).* not found/,
  /^Kernel address maps /,
  /^The perf\.data file has no samples/,
  /^Samples for '.+' event do not have /,
  /^Found \d+ unknown events!/,
  /^Is this an older tool processing a perf\.data file/,
  /^If that is not the case, consider reporting/,
]

const LOST = /^Processed \d+ (?:events|samples) and lost (\d+) /

/** Longest message that is looked at. */
const MAX_NOISE_LENGTH = 400

/** Whether a line is a known message of perf's, and none of its records. */
export function isNoise(line: string, start: number): boolean {
  const text = line.slice(start, start + MAX_NOISE_LENGTH).trimEnd()
  return NOISE.some(pattern => pattern.test(text))
}

/** How many chunks perf says it has lost; 0 where the line says no such thing. */
export function lostChunks(line: string, start: number): number {
  return Number(LOST.exec(line.slice(start, start + MAX_NOISE_LENGTH))?.[1] ?? 0)
}
