import { type DiagnosticItem, type EndItem, SCHEMA_VERSION, type TraceItem } from '@tc-stream/event-schema'
import type { CpuSums } from './cpus.js'
import { Distribution } from './distribution.js'
import {
  type CpuSummary,
  type ManyTasksSummary,
  SUMMARY_VERSION,
  type SummaryDocument,
  type TaskSummary,
  type WorstSummary,
} from './document.js'
import { QUANTILE_ERROR } from './histogram.js'
import type { TaskRow, TaskSums } from './task-sums.js'
import type { ListedTasks } from './tasks.js'
import type { WorstInterval } from './worst.js'

/** What the document is made of. */
export interface SummaryParts {
  readonly trace: TraceItem | undefined
  readonly end: EndItem | undefined
  readonly startNs: number
  readonly endNs: number
  readonly tasks: ListedTasks
  readonly cpus: readonly CpuSums[]
  readonly waits: readonly WorstInterval[]
  readonly blocks: readonly WorstInterval[]
  readonly diagnostics: readonly DiagnosticItem[]
}

export function buildDocument(parts: SummaryParts): SummaryDocument {
  const { tasks } = parts
  return {
    type: 'summary',
    version: SUMMARY_VERSION,
    trace: parts.trace ?? { type: 'trace', schemaVersion: SCHEMA_VERSION, originSeconds: 0 },
    startNs: parts.startNs,
    endNs: parts.endNs,
    events: parts.end?.events ?? 0,
    quantileError: QUANTILE_ERROR,
    thresholdNs: tasks.threshold.ns,
    thresholdBytes: tasks.threshold.bytes,
    all: manyTasks(tasks.tasks, tasks.all),
    others: manyTasks(tasks.otherTasks, tasks.others),
    tasks: tasks.rows.map(taskSummary),
    cpus: parts.cpus.map(cpuSummary),
    worstWaits: parts.waits.map(worstSummary),
    worstBlocks: parts.blocks.map(worstSummary),
    diagnostics: [...parts.diagnostics],
  }
}

function manyTasks(tasks: number, sums: TaskSums): ManyTasksSummary {
  return { tasks, ...sumsOf(sums) }
}

function taskSummary(row: TaskRow): TaskSummary {
  const { taskId, tid, pid, ppid, parentTid, parentComm, processComm, comm, exited, startNs, endNs } = row
  const relatives = {
    ...(parentTid === undefined ? {} : { parentTid }),
    ...(parentComm === undefined ? {} : { parentComm }),
    ...(processComm === undefined ? {} : { processComm }),
  }
  return { taskId, tid, pid, ppid, ...relatives, comm, exited, startNs, endNs, ...sumsOf(row) }
}

function sumsOf({ totals, waits, blocks, io }: TaskSums) {
  return {
    ...totals,
    waits: waits.summary(),
    blocks: (blocks ?? new Distribution()).summary(),
    ...(io === undefined ? {} : { io: io.byOp }),
  }
}

function cpuSummary(row: CpuSums): CpuSummary {
  const { cpu, busyNs, idleNs, unknownNs, switches, lost, waits, meanFreqKhz } = row
  return {
    cpu,
    busyNs,
    idleNs,
    unknownNs,
    switches,
    lost,
    waits: waits.summary(),
    ...(meanFreqKhz === undefined ? {} : { meanFreqKhz }),
    ...(row.cStates.size === 0 ? {} : { cStates: Object.fromEntries(row.cStates) }),
    ...(row.interrupts === 0 ? {} : { interrupts: { count: row.interrupts, totalNs: row.interruptNs } }),
  }
}

function worstSummary({ startNs, endNs, item }: WorstInterval): WorstSummary {
  const { taskId, tid, pid, comm, cpu, cause, reason, wakerTid, wakerComm, context, interrupt } = item
  const { inferred, callchain } = item
  const told = { cause, reason, wakerTid, wakerComm, context, interrupt, inferred, callchain }
  return {
    ...{ taskId, tid, pid, comm, cpu, startNs, endNs },
    ...Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)),
  }
}
