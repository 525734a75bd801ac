import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { VECTORS, WANTED_EVENTS } from './record-events.js'

/** Where the tracepoints of the running kernel may be seen. */
const EVENT_DIRECTORIES = ['/sys/kernel/tracing/events', '/sys/kernel/debug/tracing/events']

/** Far longer than perf takes to list what there is. Units: ms. */
const LIST_TIMEOUT_MS = 30_000

/**
 * The tracepoints of this kernel, as far as they are wanted; undefined where they cannot be seen (they are root's).
 *
 * perf mounts the file system that shows them, if need be and if it may.
 */
export function kernelEvents(directories: readonly string[] = EVENT_DIRECTORIES): ReadonlySet<string> | undefined {
  for (const directory of directories) {
    if (existsSync(`${directory}/sched/sched_switch`)) return eventsUnder(directory)
  }
  const { stdout } = spawnSync('perf', ['list', '--raw-dump', 'tracepoint'], {
    encoding: 'utf8',
    timeout: LIST_TIMEOUT_MS,
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const listed = new Set((stdout ?? '').split(/\s+/).filter(word => word.includes(':')))
  return listed.has('sched:sched_switch') ? listed : undefined
}

function eventsUnder(directory: string): Set<string> {
  const found = new Set(WANTED_EVENTS.filter(event => existsSync(`${directory}/${event.replace(':', '/')}`)))
  if (existsSync(`${directory}/${VECTORS}`)) {
    for (const name of readdirSync(`${directory}/${VECTORS}`)) found.add(`${VECTORS}:${name}`)
  }
  return found
}
