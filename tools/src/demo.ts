import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** `npm run demo`: charts a recording of a small `make -j4` into ./demo.svg. */
const root = fileURLToPath(new URL('../..', import.meta.url))
const recording = join('test-data', 'recordings', 'build.full.txt')
const chart = join(root, 'demo.svg')
const program = join(root, 'packages', 'tc-stream', 'bin', 'tc-stream.js')

const { status } = spawnSync(process.execPath, [program, '-i', join(root, recording), '-o', chart], {
  stdio: ['ignore', 'inherit', 'inherit'],
})
if (status === 0) {
  process.stdout.write(`
${chart}

A make -j4 of a few C files, from ${recording}.
Open it in a browser: point at a box for its times, click it for its backtraces, scroll to zoom, drag to move.

A chart of your own machine:
  perf record -a -g -e 'sched:sched_switch,sched:sched_wakeup,sched:sched_wakeup_new,power:cpu_idle' -- sleep 1
  perf script --ns --header --show-task-events -F comm,pid,tid,cpu,time,event,trace,ip,sym,symoff,dso \\
    | npx tc-stream > out.svg
`)
}
process.exitCode = status ?? 1
