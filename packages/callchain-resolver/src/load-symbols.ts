import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { parseKallsyms } from './kallsyms.js'
import type { PerfMapOf } from './options.js'
import { parsePerfMap } from './perf-map.js'
import type { SymbolTable } from './symbol-table.js'

export interface SymbolSources {
  /** A copy of `/proc/kallsyms`, or a `System.map`. */
  readonly kallsyms?: string
  /** Where `perf-<pid>.map` files lie, usually `/tmp`. */
  readonly perfMapDir?: string
}

/** What the resolver's options take. */
export interface LoadedSymbols {
  readonly kallsyms?: SymbolTable
  readonly perfMapOf?: PerfMapOf
}

/** Most maps kept at once; one that was pushed out is read again. */
export const MAX_PERF_MAPS = 32

/** Larger maps are not read. Units: bytes. */
export const MAX_PERF_MAP_BYTES = 64 * 2 ** 20

/** Larger kernel symbol files are not read. Units: bytes. */
export const MAX_KALLSYMS_BYTES = 256 * 2 ** 20

/** Units: bytes. */
const READ_BYTES = 2 ** 20

/**
 * Reads symbols from files: the kernel's now, a process's map when its first frame asks for it.
 *
 * Bounds: `MAX_PERF_MAPS` maps of at most `MAX_PERF_MAP_BYTES`.
 * Errors: a kernel symbol file that cannot be read throws, for it was named. A missing map is none: most processes have
 * none. A map that is no plain file is not read: anybody may write to `/tmp`.
 */
export function loadSymbols(sources: SymbolSources): LoadedSymbols {
  const loaded: { kallsyms?: SymbolTable; perfMapOf?: PerfMapOf } = {}
  if (sources.kallsyms !== undefined) loaded.kallsyms = parseKallsyms(readKallsyms(sources.kallsyms))
  if (sources.perfMapDir !== undefined) loaded.perfMapOf = createPerfMapLoader(sources.perfMapDir)
  return loaded
}

function readKallsyms(path: string): string {
  const fd = openSync(path, 'r')
  try {
    const bytes = readUpTo(fd, MAX_KALLSYMS_BYTES)
    if (bytes === undefined) throw new RangeError(`kernel symbols of more than ${MAX_KALLSYMS_BYTES} bytes`)
    return bytes.toString('latin1')
  } finally {
    closeSync(fd)
  }
}

function createPerfMapLoader(directory: string): PerfMapOf {
  const maps = new Map<number, SymbolTable | undefined>()
  return pid => {
    if (!Number.isSafeInteger(pid) || pid <= 0) return undefined
    if (maps.has(pid)) return maps.get(pid)
    const oldest = maps.size >= MAX_PERF_MAPS ? maps.keys().next().value : undefined
    if (oldest !== undefined) maps.delete(oldest)
    const map = readPerfMap(join(directory, `perf-${pid}.map`))
    maps.set(pid, map)
    return map
  }
}

/** Opened first and looked at then, or it could be exchanged between: no link is followed, no pipe waited for. */
const MAP_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

function readPerfMap(path: string): SymbolTable | undefined {
  let fd: number | undefined
  try {
    fd = openSync(path, MAP_FLAGS)
    const bytes = fstatSync(fd).isFile() ? readUpTo(fd, MAX_PERF_MAP_BYTES) : undefined
    return bytes === undefined ? undefined : parsePerfMap(bytes.toString('utf8'))
  } catch {
    return undefined
  } finally {
    if (fd !== undefined) closeSync(fd)
  }
}

/** All that can be read, whatever size the file says it has (`/proc/kallsyms` says 0). Undefined if that is more. */
function readUpTo(fd: number, limitBytes: number): Buffer | undefined {
  const pieces: Buffer[] = []
  for (let sizeBytes = 0; ; ) {
    const piece = Buffer.allocUnsafe(READ_BYTES)
    const length = readSync(fd, piece)
    if (length === 0) return Buffer.concat(pieces)
    sizeBytes += length
    if (sizeBytes > limitBytes) return undefined
    pieces.push(piece.subarray(0, length))
  }
}
