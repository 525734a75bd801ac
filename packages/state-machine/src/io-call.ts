import type { IoItem, IoOp } from '@tc-stream/event-schema'
import { errnoName } from './errno.js'
import type { Machine } from './machine.js'
import type { Task } from './task.js'

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

/** A call that has not returned when its task or the trace ends. */
export function closeCall(machine: Machine, task: Task): void {
  const { call } = task
  if (call === undefined) return
  task.call = undefined
  task.hasContent = true
  machine.emit({ ...ioItem(task, call, machine.nowNs, 0), cut: 'end' })
}

/** `result`: what the call returned; negative is -errno. */
export function ioItem(task: Task, call: OpenCall, endNs: number, result: number): IoItem {
  return {
    type: 'io',
    taskId: task.taskId,
    tid: task.tid,
    pid: task.pid,
    comm: task.comm,
    op: call.op,
    syscall: call.name,
    fd: call.fd,
    bytes: result > 0 && !WITHOUT_BYTES.has(call.name) ? result : 0,
    error: result < 0 ? errnoName(-result) : null,
    startNs: call.startNs,
    endNs,
    merges: 0,
  }
}
