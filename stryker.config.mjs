/**
 * Mutation testing of one package at a time; `npm run mutation` (tools/run-mutation.mjs) names it in TC_MUTATE.
 *
 * The package's own tests alone must find the mutants: that what is far away would notice too is no excuse. Tests that run
 * for seconds on whole recordings are left out, so the score is a lower bound.
 */
const name = process.env.TC_MUTATE ?? 'perf-script-lexer'

/** Lists of words, wrappers of Node's, and what only joins parts: no decision is in them. */
const NO_LOGIC = ['index', 'stream', 'options', 'diagnostics']

/** What a test needs to run, and no more: the sandbox is a copy. */
const ELSEWHERE = ['docs', 'examples', 'tools', 'dist', '.nx', 'test-results', 'coverage', '*.svg', 'perf.data*']

export default {
  testRunner: 'jest',
  jest: {
    projectType: 'custom',
    configFile: `packages/${name}/jest.config.cjs`,
    config: { testPathIgnorePatterns: ['/recordings\\.test\\.ts$'] },
  },
  mutate: [
    `packages/${name}/src/**/*.ts`,
    '!**/*.test*.ts',
    ...NO_LOGIC.map(file => `!packages/${name}/src/**/${file}.ts`),
  ],
  ignorePatterns: ELSEWHERE,
  coverageAnalysis: 'perTest',
  // A mutant of what runs once per module would need all tests, each in a process of its own.
  ignoreStatic: true,
  concurrency: 1,
  incremental: true,
  incrementalFile: `test-results/mutation/${name}.incremental.json`,
  tempDirName: 'test-results/mutation/sandbox',
  reporters: ['clear-text', 'json', 'html'],
  jsonReporter: { fileName: `test-results/mutation/${name}.json` },
  htmlReporter: { fileName: `test-results/mutation/${name}.html` },
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  timeoutMS: 20_000,
  thresholds: { high: 90, low: 80, break: 80 },
}
