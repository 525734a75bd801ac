import fc from 'fast-check'
import { parseKallsyms } from './kallsyms.js'
import { parsePerfMap } from './perf-map.js'

const KALLSYMS = `
0000000000000000 A fixed_percpu_data
ffffffff81000000 T _stext
ffffffff81000000 T _text
ffffffff81000040 t __do_one_initcall
ffffffff81000040 T do_one_initcall
ffffffff81001000 D some_data
ffffffff81002000 W weak_function
ffffffffc0a51000 t nft_do_chain\t[nf_tables]
ffffffffc0a40000 t older_module\t[bridge]
not a symbol
ffffffffzz000000 t bad
`

describe('kallsyms', () => {
  const table = parseKallsyms(KALLSYMS)

  test.each([
    ['ffffffff81000000', { symbol: '_stext', offset: 0 }],
    ['ffffffff8100003f', { symbol: '_stext', offset: 63 }],
    ['ffffffff81000040', { symbol: 'do_one_initcall', offset: 0 }],
    ['ffffffff81000041', { symbol: 'do_one_initcall', offset: 1 }],
    ['ffffffff81002fff', { symbol: 'weak_function', offset: 4095 }],
    ['ffffffffc0a51010', { symbol: 'nft_do_chain', offset: 16, module: '[nf_tables]' }],
    ['ffffffffc0a40001', { symbol: 'older_module', offset: 1, module: '[bridge]' }],
    ['0xffffffff81000041', { symbol: 'do_one_initcall', offset: 1 }],
    ['FFFFFFFF81000041', { symbol: 'do_one_initcall', offset: 1 }],
  ])('%s is found', (ip, found) => {
    expect(table.find(ip)).toEqual(found)
  })

  test.each([
    ['data', 'ffffffff81001008'],
    ['far beyond any symbol', 'ffffffffd0000000'],
    ['between the kernel and its modules', 'ffffffffb0000000'],
    ['below the first function', '8ea363'],
    ['no address', 'schedule'],
    ['nothing', ''],
    ['more than 64 bits', '1ffffffff81000000'],
  ])('%s is not found', (_what, ip) => {
    expect(table.find(ip)).toBeUndefined()
  })

  test('bad lines are counted', () => {
    expect(table.badLines).toBe(2)
    expect(table.size).toBe(7)
    expect(table.hidden).toBe(false)
  })

  test('a System.map with CRLF reads the same', () => {
    expect(parseKallsyms('ffffffff81000000 T start_kernel\r\n').find('ffffffff81000001')?.symbol).toBe('start_kernel')
  })

  test('addresses that the kernel hides are detected', () => {
    const hidden = parseKallsyms('0000000000000000 T _stext\n0000000000000000 t nft\t[nf_tables]\n')
    expect(hidden).toMatchObject({ hidden: true, size: 0 })
    expect(hidden.find('0')).toBeUndefined()
    expect(parseKallsyms('')).toMatchObject({ hidden: false, size: 0 })
  })

  test('neighbouring addresses of 64 bits are told apart', () => {
    const near = parseKallsyms('fffffffffffffff0 T a\nfffffffffffffff1 T b\nfffffffffffffff2 T c\n')
    expect(near.find('fffffffffffffff0')?.symbol).toBe('a')
    expect(near.find('fffffffffffffff1')?.symbol).toBe('b')
    expect(near.find('fffffffffffffff2')?.symbol).toBe('c')
  })

  test('finds what a search with BigInt finds', () => {
    const addresses = fc.uniqueArray(fc.bigInt({ min: 1n, max: 2n ** 64n - 1n }), { minLength: 1, maxLength: 40 })
    const near = fc.bigInt({ min: -3n, max: 2n ** 20n })
    fc.assert(
      fc.property(addresses, near, fc.nat(), (all, distance, which) => {
        const text = all.map(address => `${address.toString(16).padStart(16, '0')} t f${address}`).join('\n')
        const ip = BigInt.asUintN(64, (all[which % all.length] as bigint) + distance)
        const below = all.filter(address => address <= ip).sort((a, b) => (a < b ? 1 : -1))[0]
        const found = parseKallsyms(text).find(ip.toString(16))
        if (below === undefined || ip - below >= 2n ** 20n) expect(found).toBeUndefined()
        else expect(found).toEqual({ symbol: `f${below}`, offset: Number(ip - below) })
      }),
    )
  })

  test('reads any text', () => {
    const line = fc.stringMatching(/^[0-9a-fT t\n\t[\]]{0,60}$/)
    fc.assert(fc.property(fc.oneof(line, fc.string()), text => void parseKallsyms(text).find('ffff')))
  })
})

describe('perf map', () => {
  const table = parsePerfMap(
    [
      '3ef414c0 398 LazyCompile:~add /app/index.js:12',
      '7f0000001000 10 first',
      '7f0000001000 20 again',
      'bad',
      '0x500 0x10 hex',
    ].join('\n'),
  )

  test.each([
    ['3ef414c0', { symbol: 'LazyCompile:~add /app/index.js:12', offset: 0 }],
    ['3ef41857', { symbol: 'LazyCompile:~add /app/index.js:12', offset: 0x397 }],
    ['7f0000001018', { symbol: 'again', offset: 0x18 }],
    ['508', { symbol: 'hex', offset: 8 }],
  ])('%s is found', (ip, found) => {
    expect(table.find(ip)).toEqual(found)
  })

  test('an address behind the end of a function is not found', () => {
    expect(table.find('3ef41858')).toBeUndefined()
    expect(table.find('7f0000001020')).toBeUndefined()
    expect(table.badLines).toBe(1)
  })

  test('an address behind a nested function belongs to the outer one', () => {
    const nested = parsePerfMap('1000 100 outer\n1010 10 inner\n')
    expect(nested.find('1018')?.symbol).toBe('inner')
    expect(nested.find('1020')).toEqual({ symbol: 'outer', offset: 0x20 })
  })

  test('reads any text', () => {
    const line = fc.stringMatching(/^[0-9a-fx \n]{0,60}$/)
    fc.assert(fc.property(fc.oneof(line, fc.string()), text => void parsePerfMap(text).find('ff')))
  })
})
