/**
 * `npm test`: lint, build (which checks the types), all tests; then a table per package and, as the last line,
 * `N passed, N failed`, counted from what jest wrote into test-results/. Ends with 1 if anything failed.
 *
 * A package whose tests need not run again, because nothing they depend on has changed, gives the results nx kept.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const resultsDir = join(root, 'test-results')
const parallel = Math.max(1, Math.min(3, availableParallelism()))

/** No daemon, no full-screen output, no question: this runs where there is no terminal. */
const env = {
  ...process.env,
  PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH}`,
  NX_DAEMON: 'false',
  NX_TUI: 'false',
  NX_NO_CLOUD: 'true',
  ...(process.stdout.isTTY ? {} : { FORCE_COLOR: '0' }),
}

function runStep(name, command, args) {
  console.log(`\n> ${name}: ${command} ${args.join(' ')}`)
  const { status, error } = spawnSync(command, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'inherit'] })
  if (error !== undefined) console.log(`${name}: ${error.message}`)
  return { name, ok: status === 0 }
}

function runAll(target) {
  return runStep(target, 'nx', ['run-many', '-t', target, '--outputStyle=static', `--parallel=${parallel}`])
}

/** Directory names of the workspaces that have tests; each writes test-results/<name>.json. */
function testedPackages() {
  const dirs = readdirSync(join(root, 'packages')).map(name => ({ name, dir: join(root, 'packages', name) }))
  return [...dirs, ...['examples', 'tools'].map(name => ({ name, dir: join(root, name) }))]
    .filter(({ dir }) => readPackage(dir)?.scripts?.test !== undefined)
    .map(({ name }) => name)
}

function readPackage(dir) {
  const path = join(dir, 'package.json')
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined
}

/** A suite that could not be run has no tests to count; it counts as one that failed. */
function readResult(name) {
  const path = join(resultsDir, `${name}.json`)
  if (!existsSync(path)) return { name, passed: 0, failed: 1, skipped: 0, note: 'no results: its tests did not run' }
  const result = JSON.parse(readFileSync(path, 'utf8'))
  const broken = result.numRuntimeErrorTestSuites
  return {
    name,
    passed: result.numPassedTests,
    failed: result.numFailedTests + broken,
    skipped: result.numPendingTests + result.numTodoTests,
    note: broken > 0 ? `${broken} suites could not be run` : '',
    skippedNames: result.testResults.flatMap(suite =>
      suite.assertionResults.filter(test => test.status === 'pending').map(test => test.fullName),
    ),
  }
}

function printTable(results) {
  console.log(`\n${'package'.padEnd(20)}${['passed', 'failed', 'skipped'].map(head => head.padStart(9)).join('')}`)
  for (const { name, passed, failed, skipped, note } of results) {
    const counts = [passed, failed, skipped].map(count => String(count).padStart(9)).join('')
    console.log(`${name.padEnd(20)}${counts}${note === '' ? '' : `  ${note}`}`)
  }
  for (const name of results.flatMap(({ skippedNames }) => skippedNames ?? [])) console.log(`skipped: ${name}`)
}

// Results of a run before this one must not be counted; nx puts back those of the tests that it need not run again.
rmSync(resultsDir, { recursive: true, force: true })
mkdirSync(resultsDir, { recursive: true })

const steps = [runStep('lint', 'npm', ['run', '--silent', 'lint']), runAll('build'), runAll('test')]
const results = testedPackages().map(readResult)
printTable(results)

const sum = field => results.reduce((total, result) => total + result[field], 0)
const brokenSteps = steps.filter(({ ok }) => !ok)
for (const { name } of brokenSteps) console.log(`${name} failed`)
// Lint and build are not tests, but a run in which they fail must not end with "0 failed".
const failed = sum('failed') + brokenSteps.filter(({ name }) => name !== 'test').length
const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : ''
console.log(`\n${sum('passed')} passed, ${failed} failed${skipped}`)
process.exitCode = failed > 0 || brokenSteps.length > 0 ? 1 : 0
