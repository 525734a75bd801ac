/** The middle value; of an even number of values, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('the median of nothing')
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  const upper = sorted[middle] as number
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2
}

/** By how much the largest exceeds the smallest, as a share of the smallest. */
export function spread(values: readonly number[]): number {
  return Math.max(...values) / Math.min(...values) - 1
}

/**
 * Runs several measurements in turns, forwards and backwards, so that whatever else the machine does meets all of them
 * alike: ratios of the results are then worth more than the results.
 */
export async function interleave<Key extends string, Result>(
  rounds: number,
  measurements: Readonly<Record<Key, () => Promise<Result>>>,
): Promise<Record<Key, Result[]>> {
  const keys = Object.keys(measurements) as Key[]
  const results = Object.fromEntries(keys.map(key => [key, [] as Result[]])) as Record<Key, Result[]>
  for (let round = 0; round < rounds; round++) {
    for (const key of round % 2 === 0 ? keys : keys.toReversed()) results[key].push(await measurements[key]())
  }
  return results
}
