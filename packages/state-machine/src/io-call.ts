import type { IoOp } from '@tc-stream/event-schema'

/** System calls that do I/O, by what they do: those of `perf timechart record -I`, and their later kin. */
const OPS: Readonly<Record<string, IoOp>> = {
  read: 'read',
  pread64: 'read',
  readv: 'read',
  preadv: 'read',
  preadv2: 'read',
  readahead: 'read',
  write: 'write',
  pwrite64: 'write',
  writev: 'write',
  pwritev: 'write',
  pwritev2: 'write',
  copy_file_range: 'write',
  splice: 'write',
  recvfrom: 'rx',
  recvmsg: 'rx',
  recvmmsg: 'rx',
  accept: 'rx',
  accept4: 'rx',
  sendto: 'tx',
  sendmsg: 'tx',
  sendmmsg: 'tx',
  sendfile64: 'tx',
  connect: 'tx',
  sync: 'sync',
  fsync: 'sync',
  fdatasync: 'sync',
  syncfs: 'sync',
  msync: 'sync',
  sync_file_range: 'sync',
  poll: 'poll',
  ppoll: 'poll',
  select: 'poll',
  pselect6: 'poll',
  epoll_wait: 'poll',
  epoll_pwait: 'poll',
  epoll_pwait2: 'poll',
  io_uring_enter: 'poll',
}

/** Calls that return a descriptor, a count of messages or of ready files: no bytes. */
const WITHOUT_BYTES: ReadonlySet<string> = new Set([
  ...['accept', 'accept4', 'connect', 'recvmmsg', 'sendmmsg', 'readahead'],
  ...Object.keys(OPS).filter(name => OPS[name] === 'poll' || OPS[name] === 'sync'),
])

/** Returns: what the call does; undefined if that is no I/O. */
export const opOf = (name: string): IoOp | undefined => (Object.hasOwn(OPS, name) ? OPS[name] : undefined)

/** A system call that a task is in. */
export interface OpenCall {
  readonly name: string
  readonly op: IoOp
  readonly fd: number | null
  readonly startNs: number
}

/** Returns: the bytes that a call moved, by what it returned. */
export const bytesOf = (call: OpenCall, result: number): number =>
  result > 0 && !WITHOUT_BYTES.has(call.name) ? result : 0
