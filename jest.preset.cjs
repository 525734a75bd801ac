/**
 * What every package's jest shares: TypeScript through swc, the workspace's packages by their sources (no build is
 * needed to run a test), and a failed test for whatever a test prints.
 */
const { mkdirSync } = require('node:fs')
const { basename, join } = require('node:path')

const root = __dirname
// jest does not make the directory of its --outputFile.
mkdirSync(join(root, 'test-results'), { recursive: true })

module.exports = (packageDir, overrides = {}) => ({
  rootDir: packageDir,
  testEnvironment: 'node',
  testMatch: ['<rootDir>/src/**/*.test.ts', '<rootDir>/test/**/*.test.ts'],
  setupFilesAfterEnv: [join(root, 'jest.setup.cjs')],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
    ],
  },
  extensionsToTreatAsEsm: [],
  moduleNameMapper: {
    '^@tc-stream/event-schema/stream$': join(root, 'packages/event-schema/src/stage-stream.ts'),
    '^@tc-stream/([a-z-]+)$': join(root, 'packages/$1/src/index.ts'),
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  ...coverage(packageDir),
  ...overrides,
})

/**
 * What `jest --coverage` looks at, as the tests of the pure cores do: all that is neither a test nor a wrapper of Node's.
 * Branches count what swc makes of the TypeScript, which keeps each of them, by the lines of the source.
 */
function coverage(packageDir) {
  return {
    collectCoverageFrom: [
      '<rootDir>/src/**/*.ts',
      ...['**/*.test*.ts', '**/testing/**', '**/generated/**', '**/index.ts', '**/stream.ts'].map(path => `!${path}`),
    ],
    coverageDirectory: join(root, 'coverage', basename(packageDir)),
    coverageReporters: ['json', 'text-summary'],
    coverageThreshold: { global: { lines: 95, branches: 95 } },
  }
}
