import { COMM_FIELD_WIDTH } from './header-fields.js'

/** Most lines that one payload is put together of: two comms of 15 newlines. */
export const MAX_PAYLOAD_LINES = 32
/** Most further lines of one side-band record: hex dumps of rewritten kernel text. */
export const MAX_SIDE_BAND_LINES = 64
/** Most lines before a header that its comm may have begun on, and the length of the longest of them. */
export const MAX_COMM_LINES = 15
export const MAX_COMM_LINE_LENGTH = COMM_FIELD_WIDTH

/**
 * The last key of the payload of an event whose payload holds a comm or another name with anything in it. ftrace prints
 * the names of events without their subsystems.
 */
const LAST_KEYS: ReadonlyMap<string, string> = new Map([
  ['sched_switch', ' next_prio='],
  ['sched_wakeup', ' target_cpu='],
  ['sched_wakeup_new', ' target_cpu='],
  ['sched_waking', ' target_cpu='],
  ['sched_migrate_task', ' dest_cpu='],
  ['sched_process_fork', ' child_pid='],
  ['sched_process_exec', ' old_pid='],
  ['sched_process_exit', ' prio='],
  ['sched_process_free', ' prio='],
  ['sched_process_wait', ' prio='],
  ['sched_process_hang', ' pid='],
  ['sched_pi_setprio', ' newprio='],
  ['sched_kthread_stop', ' pid='],
  ['sched_stat_runtime', ' runtime='],
  ['sched_stat_wait', ' delay='],
  ['sched_stat_sleep', ' delay='],
  ['sched_stat_blocked', ' delay='],
  ['sched_stat_iowait', ' delay='],
  ['task_newtask', ' oom_score_adj='],
  ['task_rename', ' oom_score_adj='],
  ['signal_generate', ' res='],
])

const PLUGIN_PREV = /\[-?\d+\] \S+ ==> /
const PLUGIN_TASK = /:-?\d+ \[-?\d+\]/
const SIDE_BAND_COMM = /:-?\d+\/-?\d+$/

/**
 * Whether the payload of an event is known to lack its end: a newline in a comm has cut it. Only such a payload is
 * continued on the next line, and only if that makes it complete. Called for lines that are nothing else.
 *
 * Shape: `sched:sched_wakeup: comm=new` / `line pid=289 prio=120 target_cpu=000`.
 */
export function isCutPayload(event: string, payload: string): boolean {
  if (event === 'PERF_RECORD_COMM') return !SIDE_BAND_COMM.test(payload)
  const name = event.slice(event.indexOf(':') + 1)
  const lastKey = LAST_KEYS.get(name)
  if (lastKey === undefined || payload.includes(lastKey)) return false
  if (/^\w+=/.test(payload)) return true
  if (name === 'sched_switch') return !isPluginSwitch(payload)
  return name.startsWith('sched_wakeup') && !PLUGIN_TASK.test(payload)
}

/** In two steps: as one pattern it would look through the rest of a long line from each of many arrows. */
function isPluginSwitch(payload: string): boolean {
  const prev = PLUGIN_PREV.exec(payload)
  return prev !== null && PLUGIN_TASK.test(payload.slice(prev.index + prev[0].length))
}

/**
 * Whether a line belongs to the side-band record before it.
 *
 * Shape: `PERF_RECORD_NAMESPACES 1/1 - nr_namespaces: 7` / `\t\t[0/net: 4/0xf0000098, 1/uts: …,` / `\t\t 4/user: …]`
 */
export function isSideBandContinuation(event: string, line: string): boolean {
  if (event === 'PERF_RECORD_NAMESPACES') return line.startsWith('\t\t')
  return event === 'PERF_RECORD_TEXT_POKE' && /^\s+(old|new|[0-9a-f]{2,4}\b)/.test(line)
}

/** Source lines under a frame: `  file.c:300`, `  [kernel.kallsyms][ffffffff821facd8]`. */
export function isSourceLine(line: string): boolean {
  return /^ {2}\S.*(:\d+|\[[0-9a-f]+\])$/.test(line)
}

/**
 * The comm of which `lines` and `rest` are the parts, or undefined where they cannot be one: perf pads a comm to 16
 * columns (8 with `-l`) or, when callchains follow, not at all, and a comm has at most 15 bytes.
 *
 * Shape: `        new` / `line   281/289   [000]    31.528013498: PERF_RECORD_COMM: new`
 */
export function joinComm(lines: readonly string[], rest: string): string | undefined {
  const joined = `${lines.join('\n')}\n${rest}`
  if (joined.length > COMM_FIELD_WIDTH) return undefined
  const isPadded = joined.startsWith(' ')
  const comm = joined.trimStart()
  if (!isPadded) return joined.length < COMM_FIELD_WIDTH ? joined : undefined
  const bytes = utf8Length(joined)
  const fillsField = bytes >= COMM_FIELD_WIDTH || bytes === COMM_FIELD_WIDTH / 2
  return fillsField ? comm : undefined
}

/** Bytes in UTF-8; what could not be decoded counts as three. */
function utf8Length(text: string): number {
  let bytes = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code >= 0xd800 && code < 0xe000 ? 2 : 3
  }
  return bytes
}
