import type { DiagnosticRule } from '@tc-stream/event-schema'

export type CallchainCode = keyof typeof CALLCHAIN_DIAGNOSTICS

/** The table where the user wants callchains cut: then it is no fault that they are. */
export function callchainDiagnostics(depth: number | undefined): Readonly<Record<CallchainCode, DiagnosticRule>> {
  if (depth === undefined) return CALLCHAIN_DIAGNOSTICS
  const meaning = `frames beyond the innermost ${depth} of callchains`
  return { ...CALLCHAIN_DIAGNOSTICS, TC_CALLCHAIN_CLIPPED: { severity: 'info', meaning, leftOut: 'frames' } }
}

/** Everything odd that this stage can meet. */
export const CALLCHAIN_DIAGNOSTICS = {
  TC_CALLCHAIN_ODD_FRAME: {
    severity: 'warning',
    meaning: 'A line of a callchain does not begin with an address; it is kept as a name without one.',
    advice: 'Print ip, sym and dso (the default of perf script).',
  },
  TC_CALLCHAIN_CLIPPED: {
    severity: 'info',
    meaning: 'Callchains were longer than the depth that is kept; their outermost frames were left out.',
    advice: 'Raise the callchain depth.',
  },
  TC_CALLCHAIN_LONG_NAME: {
    severity: 'info',
    meaning: 'Names of symbols or files were longer than what is kept; their ends were left out.',
  },
  TC_CALLCHAIN_FRAMES_FULL: {
    severity: 'info',
    meaning: 'The table of distinct frames was full and was started anew.',
  },
  TC_CALLCHAIN_TABLE_FULL: {
    severity: 'info',
    meaning: 'The table of distinct callchains was full and was started anew; equal callchains may be kept twice.',
  },
  TC_CALLCHAIN_UNNAMED_KERNEL: {
    severity: 'info',
    meaning: 'Kernel frames have no symbol.',
    advice: 'Run perf script as root, or give the kernel symbols of the machine that was recorded.',
  },
  TC_CALLCHAIN_KALLSYMS_HIDDEN: {
    severity: 'warning',
    meaning:
      'Every address of the kernel symbols given is zero: the kernel hides them from users who may not see them.',
    advice: 'Copy /proc/kallsyms as root, or set kernel.kptr_restrict to 0.',
  },
  TC_CALLCHAIN_KALLSYMS_EMPTY: {
    severity: 'warning',
    meaning: 'The kernel symbols given hold no symbol.',
    advice: 'Give a copy of /proc/kallsyms or a System.map.',
  },
} as const satisfies Readonly<Record<string, DiagnosticRule>>
