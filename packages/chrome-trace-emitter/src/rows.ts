/**
 * Numbers of what is no task. Linux gives out pids below 4,194,304, and readers look a thread up by its tid alone, so
 * each of these rows has a tid that no task has.
 */

/** The process whose threads are the CPUs. */
export const CPUS_PID = 9_999_999

/** The process of tasks of which nothing tells the process. */
export const UNKNOWN_PID = 9_999_998

/** What a CPU ran. */
export const cpuTid = (cpu: number): number => 10_000_000 + cpu

/** The interrupts of a CPU, which may be within a task's run or across two of them. */
export const interruptTid = (cpu: number): number => 11_000_000 + cpu

/** The system calls of a task, which may begin in one run and end in another. */
export const ioTid = (tid: number): number => 20_000_000 + tid

/** One row of the trace. */
export interface Row {
  readonly pid: number
  readonly tid: number
}
