/**
 * What may import what. Every package under packages/ is held to these rules, so a new one needs no entry here; that is
 * why the two that are no stage are named, and not the stages.
 */

/** A package by its sources or, before the build, by its name. */
const anyPackageBut = names => `^(?:packages|@tc-stream)/(?!(?:${names})(?:/|$))`

/** Tests, and what only they use. */
const TESTS = String.raw`\.test\.|\.test-helper\.|\.test\.helper\.|\.test\.fixture\.|\.test\.kit\.|/test/|/testing/`

/** Where a stage may use Node: in the wrapper that makes it a stream, and where lines are cut or files of symbols read. */
const USES_NODE = String.raw`/src/(?:stream|stage-stream|paced-transform|line-splitter|load-symbols)\.ts$`

export default {
  forbidden: [
    {
      name: 'stage-imports-neighbour',
      comment: 'a stage depends on event-schema and on no other stage, or it cannot be swapped, dropped or inserted',
      severity: 'error',
      from: { path: '^packages/(?!tc-stream/|event-schema/)([^/]+)/' },
      to: { path: anyPackageBut('$1|event-schema') },
    },
    {
      name: 'schema-imports-stage',
      comment: 'event-schema is the contract: it knows no stage',
      severity: 'error',
      from: { path: '^packages/event-schema/' },
      to: { path: anyPackageBut('event-schema') },
    },
    {
      name: 'core-imports-node',
      comment: 'the logic of a stage is pure; Node belongs into the thin wrapper beside it',
      severity: 'error',
      from: { path: '^packages/(?!tc-stream/)[^/]+/src/', pathNot: [TESTS, USES_NODE] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'cycle',
      comment: 'modules in a circle cannot be loaded one by one; types may refer to each other',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'undeclared',
      comment: 'what is published must name what it needs in its own package.json',
      severity: 'error',
      from: { path: '^packages/[^/]+/(?:src|bin)/', pathNot: TESTS },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown', 'npm-optional'] },
    },
    {
      name: 'source-imports-test',
      comment: 'what only tests use is not published',
      severity: 'error',
      from: { path: '^packages/', pathNot: TESTS },
      to: { path: TESTS },
    },
  ],
  options: {
    // A package's dist is what others import; it must be seen, but not looked into.
    doNotFollow: { path: ['node_modules', '/dist/'] },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
    parser: 'swc',
  },
}
