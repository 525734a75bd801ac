import { runStage } from '@tc-stream/event-schema'
import { CALLCHAIN_DIAGNOSTICS, type CallchainCode } from './diagnostics.js'
import { parseKallsyms } from './kallsyms.js'
import { type CallchainResolverOptions, MAX_SYMBOL_LENGTH } from './options.js'
import { sleepOf } from './recording.test.fixture.js'
import { createCallchainResolver } from './resolver.js'

const FRAMES = ['1000 f+0x1 (/app)', '1001 g+0x1 (/app)', '1002 h+0x1 (/app)']

type Case = readonly [callchains: readonly string[][], options?: CallchainResolverOptions]

/** For each code the callchains that must be told under it. */
const CASES: Readonly<Record<CallchainCode, Case>> = {
  TC_CALLCHAIN_ODD_FRAME: [[['no address']]],
  TC_CALLCHAIN_CLIPPED: [[FRAMES], { callchainDepth: 2 }],
  TC_CALLCHAIN_LONG_NAME: [[[`1000 ${'f'.repeat(MAX_SYMBOL_LENGTH + 1)} (/app)`]]],
  TC_CALLCHAIN_FRAMES_FULL: [FRAMES.map(frame => [frame]), { maxFrames: 1 }],
  TC_CALLCHAIN_TABLE_FULL: [FRAMES.map(frame => [frame]), { maxCallchains: 1 }],
  TC_CALLCHAIN_UNNAMED_KERNEL: [[['ffffffff8c4528c8 [unknown] ([kernel.kallsyms])']]],
  TC_CALLCHAIN_KALLSYMS_HIDDEN: [[], { kallsyms: parseKallsyms('0000000000000000 T _stext\n') }],
  TC_CALLCHAIN_KALLSYMS_EMPTY: [[], { kallsyms: parseKallsyms('') }],
}

test.each(Object.keys(CALLCHAIN_DIAGNOSTICS) as CallchainCode[])('%s is told of callchains that make it', code => {
  const [callchains, options] = CASES[code]
  const items = callchains.map(callchain => sleepOf('x', 7, 'S', callchain))
  const out = [...runStage(createCallchainResolver(options), items)]
  const told = out.find(item => item.type === 'diagnostic' && item.code === code)
  const { severity } = CALLCHAIN_DIAGNOSTICS[code]
  expect(told).toMatchObject({ severity, meaning: expect.any(String), count: expect.any(Number) })
})
