/**
 * A test runner for Stryker that keeps the tests loaded. Stryker's own for jest starts jest anew for each mutant, which
 * takes seconds; there are thousands.
 *
 * All mutants are in the code that is loaded, each behind a condition, so that only a variable needs to be set. What runs
 * while modules are loaded cannot be tested so; Stryker is told to leave such mutants out.
 */
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin'
import { DryRunStatus, determineHitLimitReached, TestStatus, toMutantRunResult } from '@stryker-mutator/api/test-runner'
import { loadTests } from './load-tests.mjs'

/** What the mutated code looks at. */
globalThis.__stryker__ ??= {}
const stryker = globalThis.__stryker__

/** Tests that run for seconds on whole recordings. */
const SLOW = /recordings\.test\.ts$/

/** A test that takes longer is not asked of each mutant it reaches: those are about limits and millions. Of CPU time. */
const MAX_TEST_MS = 250

class LoadedTestRunner {
  #tests = new Map()

  capabilities() {
    return { reloadEnvironment: false }
  }

  init() {
    for (const test of loadTests(process.cwd(), process.env.TC_MUTATE, SLOW)) {
      let id = test.name
      for (let number = 2; this.#tests.has(id); number++) id = `${test.name} (${number})`
      this.#tests.set(id, { ...test, id })
    }
  }

  async dryRun() {
    const tests = []
    for (const test of this.#tests.values()) {
      stryker.currentTestId = test.id
      const startedUs = cpuUs()
      tests.push(await runTest(test))
      test.timeMs = (cpuUs() - startedUs) / 1_000
      if (test.timeMs > MAX_TEST_MS) delete stryker.mutantCoverage?.perTest[test.id]
    }
    stryker.currentTestId = undefined
    forgetLoading(stryker.mutantCoverage)
    return { status: DryRunStatus.Complete, tests, mutantCoverage: stryker.mutantCoverage }
  }

  /** The quick ones first: most mutants are found by one of them. */
  async mutantRun({ activeMutant, testFilter, hitLimit, disableBail }) {
    const chosen = testFilter?.map(id => this.#tests.get(id)) ?? [...this.#tests.values()]
    chosen.sort((a, b) => a.timeMs - b.timeMs)
    Object.assign(stryker, {
      activeMutant: activeMutant.id,
      hitLimit,
      hitCount: hitLimit === undefined ? undefined : 0,
    })
    const tests = []
    for (const test of chosen) {
      tests.push(await runTest(test))
      if (!disableBail && tests.at(-1).status === TestStatus.Failed) break
    }
    stryker.activeMutant = undefined
    const endless = determineHitLimitReached(stryker.hitCount, stryker.hitLimit)
    return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests }, disableBail)
  }
}

/** What runs in a test as well need not be loaded anew for it: then only that test is asked. */
function forgetLoading({ static: loaded, perTest } = { static: {}, perTest: {} }) {
  for (const reached of Object.values(perTest)) for (const mutant of Object.keys(reached)) delete loaded[mutant]
}

function cpuUs() {
  const { user, system } = process.cpuUsage()
  return user + system
}

async function runTest({ id, name, fileName, run }) {
  const startMs = performance.now()
  const told = { id, name, fileName }
  try {
    await run()
    return { ...told, status: TestStatus.Success, timeSpentMs: performance.now() - startMs }
  } catch (error) {
    const failureMessage = String(error?.message ?? error)
    return { ...told, status: TestStatus.Failed, failureMessage, timeSpentMs: performance.now() - startMs }
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'loaded', LoadedTestRunner)]
