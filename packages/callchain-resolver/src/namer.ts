import type { Frame } from '@tc-stream/event-schema'
import { isJitDso, pidOfPerfMap } from './dso.js'
import type { PerfMapOf } from './options.js'
import type { SymbolTable } from './symbol-table.js'

/** Fills in the names that perf did not know. */
export interface Namer {
  /** The frame named by the kernel's symbols; the frame itself where they do not tell. */
  nameKernel(frame: Frame): Frame
  /** Whether a process's map may name the frame. */
  isGenerated(frame: Frame): boolean
  /** The frame named by the map of the process; the frame itself where there is none. */
  nameGenerated(frame: Frame, pid: number | null): Frame
}

/** `[kernel.kallsyms]` or the like, or nothing: then the symbol table knows better which module the code is in. */
function isCoreKernel(dso: string | null): boolean {
  return dso === null || dso.startsWith('[kernel')
}

export function createNamer(kallsyms: SymbolTable | undefined, perfMapOf: PerfMapOf | undefined): Namer {
  const isGenerated = (frame: Frame) =>
    perfMapOf !== undefined &&
    frame.symbol === null &&
    frame.ip !== null &&
    frame.kernel !== true &&
    frame.inlined !== true &&
    isJitDso(frame.dso)
  return {
    isGenerated,
    nameKernel(frame) {
      if (kallsyms === undefined || frame.kernel !== true || frame.symbol !== null || frame.ip === null) return frame
      const found = kallsyms.find(frame.ip)
      if (found === undefined) return frame
      const dso = found.module !== undefined && isCoreKernel(frame.dso) ? found.module : frame.dso
      return { ip: frame.ip, symbol: found.symbol, offset: found.offset, dso, kernel: true }
    },
    nameGenerated(frame, pid) {
      if (!isGenerated(frame)) return frame
      const owner = (frame.dso === null ? null : pidOfPerfMap(frame.dso)) ?? pid
      const found = owner === null || owner <= 0 ? undefined : perfMapOf?.(owner)?.find(frame.ip as string)
      if (found === undefined) return frame
      return { ip: frame.ip, symbol: found.symbol, offset: found.offset, dso: frame.dso }
    },
  }
}
