import { LEXER_DIAGNOSTICS, type LexerCode, type LexerOptions } from './index.js'
import { lexChunks } from './testing.test-helper.js'

const IDLE = 'sh    12 [000] 1.500000: power:cpu_idle: state=1 cpu_id=0'
const SYNTHESIZED = 'swapper     0 [000] 0.000000: PERF_RECORD_COMM: kthreadd:2/2'
const FTRACE = '              sh-12      [000] d..2.     1.500000: sched_waking: comm=x pid=7 prio=120 target_cpu=000'

/** For each code a text that must be told under it. */
const TEXTS: Readonly<Record<LexerCode, string | readonly [text: string, options: LexerOptions]>> = {
  TC_LEX_UNKNOWN_LINE: 'nonsense of some length\n',
  TC_LEX_ORPHAN_FRAME: '\tffffffff821facd8 f (k)\n',
  TC_LEX_STRAY_STACK: `${FTRACE}\n           other-99      [001] d..2.     1.500001: kernel_stack: <stack trace>\n => f\n`,
  TC_LEX_LINE_TOO_LONG: ['x'.repeat(100), { maxLineLength: 10 }],
  TC_LEX_LOST_CHUNKS: 'Processed 100 events and lost 3 chunks!\n',
  TC_LEX_LOST_EVENTS: `${FTRACE}\nCPU:0 [LOST 12 EVENTS]\n${FTRACE}\n`,
  TC_LEX_NO_RECORDS: '',
  TC_LEX_NO_TIME: 'sh  12 [000] cpu-clock: \n',
  TC_LEX_NO_CPU: 'sh    12 1.500000: power:cpu_idle: state=1 cpu_id=0\n',
  TC_LEX_TIME_RANGE: `${IDLE}\nsh    12 [000] 999999999.5: power:cpu_idle: state=1 cpu_id=0\n`,
  TC_LEX_HELD_DROPPED: [`${SYNTHESIZED}\n${SYNTHESIZED}\n`, { maxHeldRecords: 1 }],
  TC_LEX_CALLCHAIN_CUT: [`${IDLE}\n\tffffffff821facd8 f (k)\n\tffffffff821facd9 g (k)\n`, { maxCallchainDepth: 1 }],
  TC_LEX_LONG_FRAME: `${IDLE}\n\tffffffff821facd8 ${'f'.repeat(5_000)} (k)\n`,
  TC_LEX_TABLE_CLEARED: [`${IDLE}\n${IDLE.replace('sh', 'other')}\n`, { maxNames: 1 }],
  TC_LEX_EXTRA_LINE: `${IDLE}\n\tffffffff821facd8 f (k)\n  file.c:300\n`,
  TC_LEX_NOISE: '[ perf record: Woken up 1 times to write data ]\n',
}

test.each(Object.keys(LEXER_DIAGNOSTICS) as LexerCode[])('%s is told of a text that makes it', async code => {
  const [text, options] = [TEXTS[code]].flat() as [string, LexerOptions?]
  const items = await lexChunks([text], options)
  const told = items.find(item => item.type === 'diagnostic' && item.code === code)
  expect(told).toMatchObject({ ...LEXER_DIAGNOSTICS[code], count: expect.any(Number) })
})
