import { normalizeOne, recordOf } from '../records.test.kit.js'

const BUF = 'buf: 0x7ffe7f0bbf10'
const VEC = 'vec: 0x7f6753ba4790, vlen: 0x00000001'
const POS = 'pos_l: 0x00000000, pos_h: 0x00000000'
const SETS = 'inp: 0x7ffd2a8c1908, outp: 0x00000000, exp: 0x00000000'
const FILES = 'fd_in: 0x00000006, off_in: 0x7ffd2a8c18f0, fd_out: 0x0000000d, off_out: 0x00000000'
const EPOLL = 'epfd: 0x00000007, events: 0x56531946f1f0, maxevents: 0x000003ff, timeout: 0x00000002'
const SIGSET = 'sigmask: 0x00000000, sigsetsize: 0x00000008'

type Row = [name: string, number: number, payload: string, fd: number | null, asked?: number]

/**
 * The system calls of `perf timechart record -I`, and those that came after it: number on x86-64, arguments as the
 * kernel prints them, and what of it is a descriptor and a number of bytes.
 *
 * Source: the print formats in events/syscalls/*\/format of the kernel's tracefs.
 */
const CALLS: Row[] = [
  ['read', 0, `fd: 0x00000003, ${BUF}, count: 0x00000340`, 3, 832],
  ['pread64', 17, `fd: 0x00000003, ${BUF}, count: 0x00000310, pos: 0x00000040`, 3, 784],
  ['readv', 19, `fd: 0x00000006, ${VEC}`, 6],
  ['preadv', 295, `fd: 0x00000006, ${VEC}, ${POS}`, 6],
  ['preadv2', 327, `fd: 0x00000006, ${VEC}, ${POS}, flags: 0x00000000`, 6],
  ['readahead', 187, 'fd: 0x00000006, offset: 0x00000000, count: 0x00020000', 6, 131_072],
  ['write', 1, `fd: 0x00000006, ${BUF}, count: 0x00001000`, 6, 4096],
  ['pwrite64', 18, `fd: 0x00000006, ${BUF}, count: 0x00001000, pos: 0x00000000`, 6, 4096],
  ['writev', 20, `fd: 0x00000006, ${VEC}`, 6],
  ['pwritev', 296, `fd: 0x00000006, ${VEC}, ${POS}`, 6],
  ['pwritev2', 328, `fd: 0x00000006, ${VEC}, ${POS}, flags: 0x00000000`, 6],
  ['sendfile64', 40, 'out_fd: 0x00000006, in_fd: 0x00000005, offset: 0x7ffd2a8c1908, count: 0x0000000a', 6, 10],
  ['splice', 275, `${FILES}, len: 0x00000005, flags: 0x00000000`, 6, 5],
  ['copy_file_range', 326, `${FILES}, len: 0x0000000a, flags: 0x00000000`, 6, 10],
  ['sync', 162, '', null],
  ['fsync', 74, 'fd: 0x00000006', 6],
  ['fdatasync', 75, 'fd: 0x00000006', 6],
  ['syncfs', 306, 'fd: 0x00000006', 6],
  ['msync', 26, 'start: 0x7f6753ba4000, len: 0x00001000, flags: 0x00000004', null, 4096],
  ['sync_file_range', 277, 'fd: 0x00000006, offset: 0x00000000, nbytes: 0x00001000, flags: 0x00000002', 6, 4096],
  [
    'recvfrom',
    45,
    'fd: 0x00000004, ubuf: 0x565319342cd0, size: 0x00000064, flags: 0x00000000, addr: 0x0, addr_len: 0x0',
    4,
    100,
  ],
  ['recvmsg', 47, 'fd: 0x00000009, msg: 0x7ffd2a8c17a0, flags: 0x00000000', 9],
  [
    'recvmmsg',
    299,
    'fd: 0x00000009, mmsg: 0x7ffd2a8c17a0, vlen: 0x00000008, flags: 0x00000000, timeout: 0x00000000',
    9,
  ],
  [
    'sendto',
    44,
    'fd: 0x00000005, buff: 0x565319342cd0, len: 0x00000064, flags: 0x00000000, addr: 0x0, addr_len: 0x00000010',
    5,
    100,
  ],
  ['sendmsg', 46, 'fd: 0x0000000b, msg: 0x7ffd2a8c1800, flags: 0x00000000', 11],
  ['sendmmsg', 307, 'fd: 0x0000000b, mmsg: 0x7ffd2a8c1800, vlen: 0x00000008, flags: 0x00000000', 11],
  ['accept', 43, 'fd: 0x00000008, upeer_sockaddr: 0x7ffd2a8c1850, upeer_addrlen: 0x7ffd2a8c1844', 8],
  [
    'accept4',
    288,
    'fd: 0x00000008, upeer_sockaddr: 0x7ffd2a8c1850, upeer_addrlen: 0x7ffd2a8c1844, flags: 0x00080000',
    8,
  ],
  ['connect', 42, 'fd: 0x00000009, uservaddr: 0x7ffd2a8c1870, addrlen: 0x00000010', 9],
  ['poll', 7, 'ufds: 0x7fe19fe984e0, nfds: 0x00000001, timeout_msecs: 0x00000014', null],
  ['ppoll', 271, `ufds: 0x7fe19fe984e0, nfds: 0x00000001, tsp: 0x7ffd2a8c1870, ${SIGSET}`, null],
  ['select', 23, `n: 0x00000001, ${SETS}, tvp: 0x7ffd2a8c1870`, null],
  ['pselect6', 270, `n: 0x00000001, ${SETS}, tsp: 0x7ffd2a8c1870, sig: 0x00000000`, null],
  ['epoll_wait', 232, EPOLL, 7],
  ['epoll_pwait', 281, `${EPOLL}, ${SIGSET}`, 7],
  ['epoll_pwait2', 441, `${EPOLL}, ${SIGSET}`, 7],
  [
    'io_uring_enter',
    426,
    'fd: 0x00000004, to_submit: 0x00000001, min_complete: 0x00000001, flags: 0x00000001, argp: 0x0, argsz: 0x00000008',
    4,
  ],
]

test.each(CALLS)('%s', (...[name, number, payload, fd, asked]) => {
  const about = { name, tid: 7 }
  const enter = { type: 'syscallEnter', ...about, fd, bytes: asked ?? null }
  expect(normalizeOne(recordOf(`syscalls:sys_enter_${name}`, payload))).toMatchObject(enter)
  // With the address of the sample after it, as perf prints it when asked for nothing in particular.
  const address = `${payload}     7fd75b7572ad read+0xd (/usr/lib/x86_64-linux-gnu/libc.so.6)`
  if (payload !== '') expect(normalizeOne(recordOf(`syscalls:sys_enter_${name}`, address))).toMatchObject(enter)
  const failed = { type: 'syscallExit', ...about, result: -11 }
  expect(normalizeOne(recordOf(`syscalls:sys_exit_${name}`, '0xfffffffffffffff5'))).toMatchObject(failed)
  // By number: in hexadecimal, without names.
  const words = payload.match(/0x[0-9a-f]+/g)?.map(word => Number(word).toString(16)) ?? []
  const six = [...words, '0', '0', '0', '0', '0', '0'].slice(0, 6).join(', ')
  expect(normalizeOne(recordOf('raw_syscalls:sys_enter', `NR ${number} (${six})`))).toMatchObject(enter)
  expect(normalizeOne(recordOf('raw_syscalls:sys_exit', `NR ${number} = -11`))).toMatchObject(failed)
})
