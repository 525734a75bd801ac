import type { MigrateEvent } from '@tc-stream/event-schema'
import type { Machine } from './machine.js'
import { mark } from './mark.js'
import type { Task } from './task.js'
import { taskSeen } from './tasks.js'

/** `sched_migrate_task`: the task is put into the queue of another CPU. */
export function onMigrate(machine: Machine, event: MigrateEvent): void {
  const { migratedTid, migratedComm, fromCpu, toCpu } = event
  machine.scheduled = true
  if (migratedTid === 0 || toCpu === null || fromCpu === toCpu) return
  if (!machine.tasks.has(migratedTid) && machine.recentlyDead.get(migratedTid) === migratedComm) return
  const task = taskSeen(machine, migratedTid, migratedComm)
  task.homeCpu = fromCpu
  settle(machine, task, toCpu)
}

/** The task is known to belong to this CPU now; where that is another one than before, it has migrated. */
export function settle(machine: Machine, task: Task, cpu: number): void {
  const { homeCpu } = task
  task.homeCpu = cpu
  if (homeCpu === null || homeCpu === cpu) return
  task.totals.migrations++
  mark(machine, task, 'migration', cpu, `CPU ${homeCpu} → ${cpu}`)
}
