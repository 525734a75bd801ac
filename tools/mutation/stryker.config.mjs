/**
 * Mutation testing of one package at a time; `npm run mutation` (run-mutation.mjs) names it in TC_MUTATE.
 *
 * The package's own tests alone must find the mutants: that what is far away would notice too is no excuse. Tests that take
 * long are left out, and properties are tried a few times only, so the score is a lower bound.
 */
import { fileURLToPath } from 'node:url'

const name = process.env.TC_MUTATE

/** Wrappers of Node's, and what only names or joins parts: no decision is in them. */
const NO_LOGIC = ['index', 'stream', 'options', 'diagnostics']

/** What no test of the cores needs: the sandbox is a copy. */
const ELSEWHERE = ['docs', 'examples', 'tools', 'dist', '.nx', 'test-results', 'coverage', '*.svg', 'perf.data*']

export default {
  plugins: [fileURLToPath(new URL('runner.mjs', import.meta.url))],
  testRunner: 'loaded',
  mutate: [
    `packages/${name}/src/**/*.ts`,
    '!**/*.test*.ts',
    ...NO_LOGIC.map(file => `!packages/${name}/src/**/${file}.ts`),
  ],
  ignorePatterns: ELSEWHERE,
  coverageAnalysis: 'perTest',
  // What runs while a module is loaded would need it loaded anew for each mutant.
  ignoreStatic: true,
  concurrency: 1,
  incremental: true,
  incrementalFile: `test-results/mutation/${name}.incremental.json`,
  tempDirName: 'test-results/mutation/sandbox',
  reporters: ['progress-append-only', 'clear-text', 'json', 'html'],
  jsonReporter: { fileName: `test-results/mutation/${name}.json` },
  htmlReporter: { fileName: `test-results/mutation/${name}.html` },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false, reportMutants: false },
  timeoutMS: 20_000,
  thresholds: { high: 90, low: 80, break: 80 },
}
