import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import { runCommand } from './main.js'
import type { Host } from './run.js'

/** A process at a terminal, as far as the program looks at it. */
function terminal() {
  const ends = Object.fromEntries(
    ['stdin', 'stdout', 'stderr'].map(name => [name, Object.assign(new PassThrough(), { isTTY: name !== 'stdin' })]),
  )
  return Object.assign(new EventEmitter(), { env: {}, ...ends }) as unknown as Host & { stderr: PassThrough }
}

test.each([
  ['svg', 'the chart would go to the terminal: add > out.svg or -o out.svg (-o - if you mean it)'],
  ['chrome-trace', 'the trace would go to the terminal: add > trace.json or -o trace.json (-o - if you mean it)'],
])('%s is refused where nobody can read it', async (format, message) => {
  const host = terminal()
  expect(await runCommand(['/nonexistent', '--format', format], host)).toBe(2)
  expect(String(host.stderr.read())).toContain(message)
})

test.each(['summary', 'timeline'])('%s can be read on a terminal', async format => {
  const host = terminal()
  expect(await runCommand(['/nonexistent', '--format', format], host)).toBe(1)
  expect(String(host.stderr.read())).toBe('tc-stream: cannot read /nonexistent: no such file or directory\n')
})
