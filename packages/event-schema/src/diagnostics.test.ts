import { clipSample, createDiagnostics, type DiagnosticRule, detachString, SAMPLE_LENGTH } from './diagnostics.js'
import type { DiagnosticItem } from './trace.js'

const TABLE = {
  TC_X_PLAIN: { severity: 'info', meaning: 'plain' },
  TC_X_FULL: { severity: 'warning', meaning: 'full', advice: 'do so', leftOut: 'rows', policy: 'clamp' },
} as const satisfies Record<string, DiagnosticRule>

describe('diagnostics', () => {
  test('count by code, and keep the first place', () => {
    const diagnostics = createDiagnostics<keyof typeof TABLE>(TABLE)
    diagnostics.count('TC_X_PLAIN', { line: 7, sample: 'first' })
    diagnostics.count('TC_X_PLAIN', { line: 9, sample: 'second', by: 4 })
    diagnostics.count('TC_X_PLAIN')
    diagnostics.count('TC_X_FULL', { by: 3 })
    expect(diagnostics.items()).toEqual([
      {
        type: 'diagnostic',
        code: 'TC_X_PLAIN',
        severity: 'info',
        meaning: 'plain',
        count: 6,
        line: 7,
        sample: 'first',
      },
      { type: 'diagnostic', code: 'TC_X_FULL', ...TABLE.TC_X_FULL, count: 3 },
    ])
    expect(diagnostics.countOf('TC_X_PLAIN')).toBe(6)
  })

  test('what was not met counts nothing, and what is handed out is a copy', () => {
    const diagnostics = createDiagnostics<keyof typeof TABLE>(TABLE)
    expect([diagnostics.items(), diagnostics.countOf('TC_X_FULL')]).toEqual([[], 0])
    diagnostics.count('TC_X_FULL')
    for (const item of diagnostics.items()) item.count = 99
    expect(diagnostics.countOf('TC_X_FULL')).toBe(1)
  })

  test('a listener is told of the first of each code, and may stop it all', () => {
    const told: DiagnosticItem[] = []
    const diagnostics = createDiagnostics<keyof typeof TABLE>(TABLE, item => told.push({ ...item }))
    for (const code of ['TC_X_PLAIN', 'TC_X_FULL', 'TC_X_PLAIN'] as const) diagnostics.count(code)
    expect(told.map(({ code, count }) => [code, count])).toEqual([
      ['TC_X_PLAIN', 1],
      ['TC_X_FULL', 1],
    ])
    const strict = createDiagnostics<keyof typeof TABLE>(TABLE, item => {
      throw new Error(item.code)
    })
    expect(() => strict.count('TC_X_FULL')).toThrow('TC_X_FULL')
  })
})

test('a sample is a short copy', () => {
  expect(clipSample('x'.repeat(SAMPLE_LENGTH))).toBe('x'.repeat(SAMPLE_LENGTH))
  expect(clipSample('x'.repeat(SAMPLE_LENGTH + 1))).toBe(`${'x'.repeat(SAMPLE_LENGTH)}…`)
})

test('a detached string is the same string', () => {
  for (const text of ['', 'short', 'of 13 letters', 'longer than that: "\\\n\ud800 ünï'])
    expect(detachString(text)).toBe(text)
})
