import type { TimelineFilterSettings } from './options.js'

/** Longest list in a message. Units: UTF-16 code units. */
const MAX_LIST = 60

/** `make, /^cc1/, tid 812` */
export function describeTasks({ processes, tids }: TimelineFilterSettings): string {
  return clip([...processes.map(process => process.label), ...tids.map(tid => `tid ${tid}`)].join(', '))
}

/** `0,2-5`, as Linux writes lists of CPUs. */
export function describeCpus(cpus: readonly number[]): string {
  const sorted = [...new Set(cpus)].sort((a, b) => a - b)
  const parts: string[] = []
  for (let first = 0; first < sorted.length; ) {
    let last = first
    while (sorted[last + 1] === (sorted[last] as number) + 1) last++
    parts.push(last === first ? `${sorted[first]}` : `${sorted[first]}-${sorted[last]}`)
    first = last + 1
  }
  return clip(parts.join(','))
}

/** `1 ms`, `1.5 µs`: the largest unit that says it with three decimals at most. */
export function describeDuration(ns: number): string {
  for (const [unit, length] of [
    ['s', 1e9],
    ['ms', 1e6],
    ['µs', 1e3],
  ] as const) {
    if (ns >= length && ns % (length / 1_000) === 0) return `${ns / length} ${unit}`
  }
  return `${ns} ns`
}

function clip(list: string): string {
  return list.length > MAX_LIST ? `${list.slice(0, MAX_LIST - 1)}…` : list
}
