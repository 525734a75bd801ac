/**
 * Loaded into a Node program before it starts (`--import`): when it ends, writes the largest memory it had, and the CPU
 * time it took, to the file that TC_BENCH_USAGE names.
 *
 * The largest memory is the kernel's own mark of this address space (VmHWM). What getrusage calls the largest is not
 * used: it survives exec, and so would be that of the program which started this one.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parsePeakRss } from './proc-status.js'

const path = process.env.TC_BENCH_USAGE
delete process.env.TC_BENCH_USAGE

if (path !== undefined) {
  process.on('exit', () => {
    const { user, system } = process.cpuUsage()
    const peakRssBytes =
      parsePeakRss(readFileSync('/proc/self/status', 'latin1')) ?? process.resourceUsage().maxRSS * 1024
    writeFileSync(path, JSON.stringify({ peakRssBytes, cpuMs: (user + system) / 1000 }))
  })
}
