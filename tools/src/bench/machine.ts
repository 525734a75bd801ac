import { execFileSync } from 'node:child_process'
import { cpus, release, totalmem } from 'node:os'

/** What one must know of a machine to judge its numbers. */
export interface MachineFacts {
  readonly cores: number
  readonly cpu: string
  readonly memoryBytes: number
  readonly kernel: string
  readonly node: string
  /** Undefined where perf is not installed. */
  readonly perf?: string
  readonly chromium?: string
}

export function readMachineFacts(chromiumPath: string): MachineFacts {
  const all = cpus()
  const perf = versionOf('perf')
  const chromium = versionOf(chromiumPath)
  return {
    cores: all.length,
    cpu: all[0]?.model.trim() ?? 'unknown',
    memoryBytes: totalmem(),
    kernel: release(),
    node: process.version,
    ...(perf === undefined ? {} : { perf }),
    ...(chromium === undefined ? {} : { chromium }),
  }
}

export function formatMachine({ cores, cpu, memoryBytes, kernel, node, perf, chromium }: MachineFacts): string {
  const gigabytes = Math.round(memoryBytes / 2 ** 30)
  const versions = [`Linux ${kernel}`, `node ${node}`, perf ?? 'no perf', chromium ?? 'no Chromium']
  return `${cores} × ${cpu}, ${gigabytes} GB; ${versions.join('; ')}\n`
}

function versionOf(program: string): string | undefined {
  try {
    return execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    return undefined
  }
}
