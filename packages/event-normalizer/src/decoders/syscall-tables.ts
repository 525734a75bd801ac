/** First arguments that are a descriptor that the call does its I/O on (`dfd` of openat is not: it names a directory). */
export const FD_ARGUMENTS: ReadonlySet<string> = new Set(['fd', 'epfd', 'out_fd', 'fd_in', 'fildes', 'sockfd', 'mqdes'])

/** Arguments that say how many bytes are asked for. `vlen` counts buffers and `maxevents` events: neither is here. */
export const BYTES_ARGUMENTS: readonly string[] = [
  ' count: ',
  ' len: ',
  ' size: ',
  ' nbytes: ',
  ' msg_len: ',
  ' msgsz: ',
]

export interface Call {
  readonly name: string
  /** The first argument is a descriptor. */
  readonly fd: boolean
  /** Index of the argument that counts bytes. */
  readonly bytes?: number
}

const io = (name: string, bytes?: number): Call =>
  bytes === undefined ? { name, fd: true } : { name, fd: true, bytes }
const other = (name: string): Call => ({ name, fd: false })

/** Numbers of x86-64's I/O calls. Source: arch/x86/entry/syscalls/syscall_64.tbl of the kernel. */
export const X86_64_CALLS: ReadonlyMap<number, Call> = new Map([
  [0, io('read', 2)],
  [1, io('write', 2)],
  [3, io('close')],
  [7, other('poll')],
  [17, io('pread64', 2)],
  [18, io('pwrite64', 2)],
  [19, io('readv')],
  [20, io('writev')],
  [23, other('select')],
  [26, { name: 'msync', fd: false, bytes: 1 }],
  [40, io('sendfile64', 3)],
  [42, io('connect')],
  [43, io('accept')],
  [44, io('sendto', 2)],
  [45, io('recvfrom', 2)],
  [46, io('sendmsg')],
  [47, io('recvmsg')],
  [74, io('fsync')],
  [75, io('fdatasync')],
  [162, other('sync')],
  [187, io('readahead', 2)],
  [232, io('epoll_wait')],
  [257, other('openat')],
  [270, other('pselect6')],
  [271, other('ppoll')],
  [275, io('splice', 4)],
  [277, io('sync_file_range', 2)],
  [281, io('epoll_pwait')],
  [288, io('accept4')],
  [295, io('preadv')],
  [296, io('pwritev')],
  [299, io('recvmmsg')],
  [306, io('syncfs')],
  [307, io('sendmmsg')],
  [326, io('copy_file_range', 4)],
  [327, io('preadv2')],
  [328, io('pwritev2')],
  [426, io('io_uring_enter')],
  [441, io('epoll_pwait2')],
])
