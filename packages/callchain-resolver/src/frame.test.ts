import type { Frame } from '@tc-stream/event-schema'
import { FrameSchema } from '@tc-stream/event-schema'
import fc from 'fast-check'
import { parseFrame } from './frame.js'

const kernel = true as const
const frames: readonly (readonly [what: string, line: string, frame: Frame])[] = [
  [
    'a kernel function',
    'ffffffff8badf926 ttwu_do_wakeup+0x96 ([kernel.kallsyms])',
    { ip: 'ffffffff8badf926', symbol: 'ttwu_do_wakeup', offset: 150, dso: '[kernel.kallsyms]', kernel },
  ],
  [
    'blanks around it',
    '\t    ee137 sched_setaffinity+0x7 (/usr/lib/libc.so.6)  ',
    { ip: 'ee137', symbol: 'sched_setaffinity', offset: 7, dso: '/usr/lib/libc.so.6' },
  ],
  ['nothing known', '560b5ae27360 [unknown] ([unknown])', { ip: '560b5ae27360', symbol: null, dso: null }],
  ['only the dso known', '146f7c [unknown] (/usr/bin/perf)', { ip: '146f7c', symbol: null, dso: '/usr/bin/perf' }],
  ['an empty symbol', '7f1e2215d058  (/lib/x.so)', { ip: '7f1e2215d058', symbol: null, dso: '/lib/x.so' }],
  ['a garbage address', '6ce258d4c544155 [unknown] ([unknown])', { ip: '6ce258d4c544155', symbol: null, dso: null }],
  ['an address alone', 'ffffffff81000000', { ip: 'ffffffff81000000', symbol: null, dso: null }],
  ['no dso printed', '7f00 do_work+0x1f', { ip: '7f00', symbol: 'do_work', offset: 31, dso: null }],
  ['no dso printed, a signature', '7f00 X::f(int, char*)', { ip: '7f00', symbol: 'X::f(int, char*)', dso: null }],
  ['no dso printed, qualified', '7f00 f(int) const', { ip: '7f00', symbol: 'f(int) const', dso: null }],
  ['an inlined function', '4012ab add (inlined)', { ip: '4012ab', symbol: 'add', dso: null, inlined: true }],
  [
    'an inlined function with an offset',
    'ffffffff81 raw_spin_lock+0x4 (inlined)',
    { ip: 'ffffffff81', symbol: 'raw_spin_lock', offset: 4, dso: null, inlined: true },
  ],
  ['a dso named inlined', '12 f (/x/inlined)', { ip: '12', symbol: 'f', dso: '/x/inlined' }],
  [
    'a nonsense offset',
    '8ea363 cpuidle_enter_state+0xffff018fd5dce000 (/usr/lib/debug/boot/vmlinux-4.14.74-viktor+)',
    { ip: '8ea363', symbol: 'cpuidle_enter_state', dso: '/usr/lib/debug/boot/vmlinux-4.14.74-viktor+', kernel },
  ],
  ['the largest offset', '1 f+0x1fffffffffffff (/x)', { ip: '1', symbol: 'f', offset: 2 ** 53 - 1, dso: '/x' }],
  ['an offset too large by one', '1 f+0x20000000000000 (/x)', { ip: '1', symbol: 'f', dso: '/x' }],
  ['a plus in the symbol', '1 operator+ (/x)', { ip: '1', symbol: 'operator+', dso: '/x' }],
  ['an offset that is none', '1 f+0x (/x)', { ip: '1', symbol: 'f+0x', dso: '/x' }],
  ['an offset within', '1 a+0x1b::c+0x2 (/x)', { ip: '1', symbol: 'a+0x1b::c', offset: 2, dso: '/x' }],
  ['a blank in the symbol', '1 operator new+0x1 (/x)', { ip: '1', symbol: 'operator new', offset: 1, dso: '/x' }],
  ['a thunk', '1 non-virtual thunk to X::f() (/x)', { ip: '1', symbol: 'non-virtual thunk to X::f()', dso: '/x' }],
  [
    'an anonymous namespace',
    '1 (anonymous namespace)::construct+0x2 (/x)',
    { ip: '1', symbol: '(anonymous namespace)::construct', offset: 2, dso: '/x' },
  ],
  ['a call operator', '1 f::operator()(int) const (/x)', { ip: '1', symbol: 'f::operator()(int) const', dso: '/x' }],
  ['a trait', '1 <T as U>::f+0x3 (/x)', { ip: '1', symbol: '<T as U>::f', offset: 3, dso: '/x' }],
  ['a regular expression', `1 RegExp:[&<>\\"\\'] (/x)`, { ip: '1', symbol: `RegExp:[&<>\\"\\']`, dso: '/x' }],
  [
    'a Go method',
    '1 regexp/syntax.(*parser).maybeConcat (/x)',
    { ip: '1', symbol: 'regexp/syntax.(*parser).maybeConcat', dso: '/x' },
  ],
  [
    'a template with a blank at its end',
    '1 std::endl<char, std::char_traits<char> > (/x)',
    { ip: '1', symbol: 'std::endl<char, std::char_traits<char> >', dso: '/x' },
  ],
  ['a Java inlining', '1 a->b->c (/tmp/perf-4771.map)', { ip: '1', symbol: 'a->b->c', dso: '/tmp/perf-4771.map' }],
  ['an arrow and a semicolon', '1 x => y; (/x)', { ip: '1', symbol: 'x => y;', dso: '/x' }],
  ['a deleted file', '1 f (/lib/x.so (deleted))', { ip: '1', symbol: 'f', dso: '/lib/x.so (deleted)' }],
  ['a deleted file, no symbol', '1 [unknown] (/a (deleted))', { ip: '1', symbol: null, dso: '/a (deleted)' }],
  ['a deleted memfd', '1 f (/memfd:x (deleted))', { ip: '1', symbol: 'f', dso: '/memfd:x (deleted)' }],
  ['shared memory', '1 f (/SYSV00000000 (deleted))', { ip: '1', symbol: 'f', dso: '/SYSV00000000 (deleted)' }],
  ['a path with parentheses', '1 f (/opt/a (copy)/x.so)', { ip: '1', symbol: 'f', dso: '/opt/a (copy)/x.so' }],
  ['both', '1 f (/opt/a (copy)/x (deleted))', { ip: '1', symbol: 'f', dso: '/opt/a (copy)/x (deleted)' }],
  ['a path with a blank', '1 f+0x1 (/opt/my app/x)', { ip: '1', symbol: 'f', offset: 1, dso: '/opt/my app/x' }],
  ['generated code', '1 [unknown] ([JIT] tid 123)', { ip: '1', symbol: null, dso: '[JIT] tid 123' }],
  ['an application cache', '1 [unknown] ([JIT app cache])', { ip: '1', symbol: null, dso: '[JIT app cache]' }],
  ['the vdso', '1 clock_gettime ([vdso])', { ip: '1', symbol: 'clock_gettime', dso: '[vdso]' }],
  ['the vsyscall page', '1 [unknown] ([vsyscall])', { ip: '1', symbol: null, dso: '[vsyscall]' }],
  ['anonymous memory', '1 [unknown] (//anon)', { ip: '1', symbol: null, dso: '//anon' }],
  ['the heap', '1 [unknown] ([heap])', { ip: '1', symbol: null, dso: '[heap]' }],
  ['a perf buffer', '1 f (anon_inode:[perf_event])', { ip: '1', symbol: 'f', dso: 'anon_inode:[perf_event]' }],
  [
    'code of the boot',
    '1 f ([kernel.vmlinux].init.text)',
    { ip: '1', symbol: 'f', dso: '[kernel.vmlinux].init.text', kernel },
  ],
  [
    'code of the boot',
    '1 f ([kernel.kallsyms].init.text)',
    { ip: '1', symbol: 'f', dso: '[kernel.kallsyms].init.text', kernel },
  ],
  ['a guest kernel', '1 f ([guest.kernel.kallsyms])', { ip: '1', symbol: 'f', dso: '[guest.kernel.kallsyms]', kernel }],
  ['a module', '1 nft_do_chain ([nf_tables])', { ip: '1', symbol: 'nft_do_chain', dso: '[nf_tables]', kernel }],
  ['a module named like a mapping', '1 f ([stackglue])', { ip: '1', symbol: 'f', dso: '[stackglue]', kernel }],
  [
    'the file of a module',
    '1 f (/lib/modules/6.1/ext4.ko.xz)',
    { ip: '1', symbol: 'f', dso: '/lib/modules/6.1/ext4.ko.xz', kernel },
  ],
  ['the file of a kernel', '1 f (/boot/vmlinux)', { ip: '1', symbol: 'f', dso: '/boot/vmlinux', kernel }],
  [
    'a BPF program',
    '1 f (bpf_prog_6deef7357e7b4530)',
    { ip: '1', symbol: 'f', dso: 'bpf_prog_6deef7357e7b4530', kernel },
  ],
  ['cut within a path', '1 read+0x4 (/lib/x86_64-linux-gnu', { ip: '1', symbol: 'read', offset: 4, dso: null }],
  [
    'cut within the kernel',
    '1 schedule+0x4 ([kernel.kall',
    { ip: '1', symbol: 'schedule', offset: 4, dso: null, kernel },
  ],
  ['cut within vmlinux', '1 schedule (/usr/lib/debug/vmlinux', { ip: '1', symbol: 'schedule', dso: null, kernel }],
  [
    'no address',
    '__schedule+0x5 ([kernel.kallsyms])',
    { ip: null, symbol: '__schedule', offset: 5, dso: '[kernel.kallsyms]', kernel },
  ],
  ['a word that begins like an address', 'added+0x5 (/x)', { ip: null, symbol: 'added', offset: 5, dso: '/x' }],
  ['nothing', '', { ip: null, symbol: null, dso: null }],
]

test.each(frames)('%s: %s', (_what, line, frame) => {
  expect(parseFrame(line)).toEqual(frame)
})

test('a high address does not make a frame the kernel’s, nor a low one a process’s', () => {
  expect(parseFrame('ffffffff81000000 f (/usr/bin/x)').kernel).toBeUndefined()
  expect(parseFrame('10 f ([kernel.kallsyms])').kernel).toBe(true)
})

test('any text gives a valid frame', () => {
  const piece = fc.constantFrom(
    ' ',
    '(',
    ')',
    ' (',
    '+0x',
    '[',
    ']',
    'ff',
    'f',
    '(deleted)',
    '(inlined)',
    '\t',
    '[unknown]',
    '/x',
  )
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece).map(pieces => pieces.join('')),
  )
  fc.assert(
    fc.property(text, line => void FrameSchema.parse(parseFrame(line))),
    { numRuns: 2000 },
  )
})

test('what is printed is what is parsed', () => {
  const name = fc.stringMatching(/^[A-Za-z_:<>~ ,*&]{0,20}[A-Za-z_>]$/).filter(text => text.trim() === text)
  const dso = fc.stringMatching(/^\/[a-z ]{0,8}(\([a-z]{1,4}\))?[a-z.]{1,8}( \(deleted\))?$/)
  fc.assert(
    fc.property(fc.nat(), name, fc.nat(), dso, (ip, symbol, offset, file) => {
      const hex = ip.toString(16)
      expect(parseFrame(`${hex} ${symbol}+0x${offset.toString(16)} (${file})`)).toEqual({
        ip: hex,
        symbol,
        offset,
        dso: file,
      })
    }),
  )
})
