/**
 * `npm run mutation [-- PACKAGE…]`: Stryker on each package in turn, at the lowest priority, then the scores. What has not
 * changed since the last run is not tested again. Reports are in test-results/mutation/. Ends with 1 below 80 %.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const resultsDir = join(root, 'test-results', 'mutation')
const stryker = join(root, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js')
const config = join(root, 'tools', 'mutation', 'stryker.config.mjs')
const CORES = ['perf-script-lexer', 'event-normalizer', 'state-machine', 'timeline-reducer']

function mutate(name) {
  const env = { ...process.env, TC_MUTATE: name }
  const args = ['-n', '19', process.execPath, stryker, 'run', config]
  return spawnSync('nice', args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] }).status === 0
}

/** How many mutants of a package have each status. */
function countStatuses(name) {
  const path = join(resultsDir, `${name}.json`)
  if (!existsSync(path)) return {}
  const mutants = Object.values(JSON.parse(readFileSync(path, 'utf8')).files).flatMap(file => file.mutants)
  const counts = {}
  for (const { status } of mutants) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

/** As Stryker counts: those that no test reaches are not found either. */
function describeScore(name) {
  const { Killed = 0, Timeout = 0, Survived = 0, NoCoverage = 0 } = countStatuses(name)
  const found = Killed + Timeout
  const all = found + Survived + NoCoverage
  const percent = all === 0 ? '-' : ((100 * found) / all).toFixed(1)
  return `${name}: ${percent} % of ${all} (${Survived} survived, ${NoCoverage} not reached)`
}

mkdirSync(resultsDir, { recursive: true })
const names = process.argv.length > 2 ? process.argv.slice(2) : CORES
const passed = names.map(mutate)
console.log(names.map(describeScore).join('\n'))
process.exitCode = passed.every(Boolean) ? 0 : 1
