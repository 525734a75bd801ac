/** Bracketed names of mappings that belong to a process; every other `[name]` is the kernel's or one of its modules. */
const USER_MAPPINGS: readonly string[] = [
  'vdso',
  'vsyscall',
  'vvar',
  'heap',
  'stack',
  'anon',
  'uprobes',
  'unknown',
  'JIT',
]

/** The compressed and split forms in which a module's file is found. */
const MODULE_FILE = /\.ko(\.(xz|gz|zst|debug))?$/

const BPF_CODE: readonly string[] = ['bpf_prog_', 'bpf_trampoline_', 'bpf_dispatcher_']

/**
 * Tells a frame of the kernel by where its code comes from. Never by the address: older perf prints kernel addresses as
 * small file offsets, and user stacks hold garbage that looks like kernel addresses.
 */
export function isKernelDso(dso: string): boolean {
  if (dso.startsWith('[')) return isKernelMapping(dso)
  if (BPF_CODE.some(prefix => dso.startsWith(prefix))) return true
  const name = dso.slice(dso.lastIndexOf('/') + 1)
  return name.startsWith('vmlinux') || dso === '/proc/kcore' || MODULE_FILE.test(name)
}

/** `[kernel.kallsyms]`, `[kernel.vmlinux].init.text`, `[guest.kernel.kallsyms]`, `[nf_tables]`. */
function isKernelMapping(dso: string): boolean {
  if (dso.startsWith('[kernel') || dso.startsWith('[guest.kernel')) return true
  const close = dso.indexOf(']')
  if (close < 2) return false
  const name = dso.slice(1, close)
  if (name.includes(' ')) return false
  return !USER_MAPPINGS.some(known => name.startsWith(known) && !/[a-z_]/.test(name.charAt(known.length)))
}

/** Code that no file holds: its names may stand in the map which its runtime wrote, `perf-<pid>.map`. */
export function isJitDso(dso: string | null): boolean {
  if (dso === null) return true
  return dso.startsWith('[JIT]') || dso.startsWith('//anon') || dso.startsWith('[anon') || pidOfPerfMap(dso) !== null
}

/** 4771 for `/tmp/perf-4771.map`, whatever the directory; null for any other dso. */
export function pidOfPerfMap(dso: string): number | null {
  const match = /(?:^|\/)perf-(\d{1,10})\.map$/.exec(dso)
  return match === null ? null : Number(match[1])
}
