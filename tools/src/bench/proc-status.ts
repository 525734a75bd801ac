/** The largest resident memory that a process ever had, of the text of its `/proc/<pid>/status`. Units: bytes. */
export function parsePeakRss(status: string): number | undefined {
  const match = /^VmHWM:\s+(\d+) kB$/m.exec(status)
  return match === null ? undefined : Number(match[1]) * 1024
}
