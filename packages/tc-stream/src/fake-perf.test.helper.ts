import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A `perf` of our own, found before the real one, that notes its process id and arguments; the rest of it is `body`. */
export async function perfThat(directory: string, body: string) {
  const bin = await mkdtemp(join(directory, 'bin-'))
  const calls = join(bin, 'calls')
  await writeFile(join(bin, 'perf'), `#!/bin/sh\nprintf '%s\\037' "$$" "$@" '\\036' >> '${calls}'\n${body}\n`)
  await chmod(join(bin, 'perf'), 0o755)
  const read = async () => {
    const text = existsSync(calls) ? await readFile(calls, 'utf8') : ''
    const lines = text.split('\\036\x1f').slice(0, -1)
    return lines.map(line => line.split('\x1f').slice(0, -1)).map(([pid, ...args]) => ({ pid: Number(pid), args }))
  }
  return {
    env: { PATH: `${bin}:${process.env.PATH}` },
    args: async () => (await read()).map(call => call.args),
    hasStarted: async () => (await read()).length > 0,
    isGone: async () => (await read()).every(call => !isAlive(call.pid)),
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
