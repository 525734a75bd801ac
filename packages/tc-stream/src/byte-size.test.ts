import { byteSizeHint, parseByteSize } from './byte-size.js'

test.each([
  ['1', 1],
  ['4096', 4_096],
  ['10B', 10],
  ['64k', 65_536],
  ['64K', 65_536],
  ['1M', 1_048_576],
  ['1MiB', 1_048_576],
  ['1.5 MiB', 1_572_864],
  ['10MB', 10_000_000],
  ['2G', 2_147_483_648],
  ['1T', 1_099_511_627_776],
])('%s is %d bytes', (text, bytes) => expect(parseByteSize(text)).toBe(bytes))

test.each(['', '0', '0k', '-1', '1e3', 'M', '1X', '1Mib', '1m', '99999T', '1,000'])('%j is none', text => {
  expect(parseByteSize(text)).toBeUndefined()
})

test.each([
  ['1m', /; did you mean 1M\?$/],
  ['64 kb', /; did you mean 64k\?$/],
  ['2 gbytes', /; did you mean 2G\?$/],
  ['99999t', /not '99999t'$/],
  ['lots', /^expected a size from 1 byte on such as 4096, 64k or 1M, not 'lots'$/],
])('%s has a hint', (text, hint) => expect(byteSizeHint(text)).toMatch(hint))
