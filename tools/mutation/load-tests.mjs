/**
 * Loads the test files of a package into this process, through swc as jest does, with the globals that they know from jest.
 * The modules are loaded once and the tests can then be run again and again: a mutant costs what its tests cost.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire, Module } from 'node:module'
import { join, relative } from 'node:path'
import swc from '@swc/core'

const require = createRequire(import.meta.url)
const PROPERTY_RUNS = 20
const SWC = { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } }

/** As in jest.preset.cjs: the workspace's packages by their sources, and TypeScript where JavaScript is named. */
function resolveAs(root, request) {
  if (request === '@tc-stream/event-schema/stream') return join(root, 'packages/event-schema/src/stage-stream.ts')
  const name = /^@tc-stream\/([a-z-]+)$/.exec(request)?.[1]
  if (name !== undefined) return join(root, 'packages', name, 'src/index.ts')
  return /^\.{1,2}\/.*\.js$/.test(request) ? request.replace(/js$/, 'ts') : request
}

function hookModules(root) {
  const resolve = Module._resolveFilename
  Module._resolveFilename = function (request, parent, ...rest) {
    const isOurs = parent?.filename?.startsWith(root) && !parent.filename.includes('node_modules')
    return resolve.call(this, isOurs ? resolveAs(root, request) : request, parent, ...rest)
  }
  Module._extensions['.ts'] = (module, filename) => {
    const { code } = swc.transformSync(readFileSync(filename, 'utf8'), { ...SWC, filename })
    module._compile(code, filename)
  }
}

function testFilesOf(directory, skip) {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter(entry => entry.name.endsWith('.test.ts') && !skip.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name))
    .filter(path => !path.includes('node_modules') && !path.includes('/dist/'))
    .sort()
}

/** One test: its name, and how to run it with all the hooks around it. It rejects where the test fails. */
function testOf(test, file) {
  const blocks = []
  for (let block = test.parent; block; block = block.parent) blocks.unshift(block)
  const names = [...blocks.slice(1).map(block => block.name), test.name]
  const hooks = type => blocks.flatMap(block => block.hooks.filter(hook => hook.type === type))
  const run = async () => {
    for (const hook of [...hooks('beforeAll'), ...hooks('beforeEach')]) await hook.fn()
    await test.fn()
    for (const hook of [...hooks('afterEach'), ...hooks('afterAll')]) await hook.fn()
  }
  return { name: `${file}: ${names.join(' › ')}`, fileName: file, run }
}

const flatten = block => block.children.flatMap(child => (child.type === 'test' ? [child] : flatten(child)))

/**
 * Properties try the same few values each time, or a mutant would be found today and missed tomorrow; and one value that
 * fails is enough, without the search for the least.
 */
function hastenProperties(fastCheck) {
  fastCheck.configureGlobal({ seed: 42, endOnFailure: true })
  const { assert } = fastCheck
  const few = (property, parameters) => assert(property, { ...parameters, numRuns: PROPERTY_RUNS })
  const path = require.resolve('fast-check')
  require.cache[path].exports = { ...fastCheck, assert: few, default: { ...fastCheck.default, assert: few } }
}

/** The tests of a package under `root`, but for the files that `skip` names. */
export function loadTests(root, packageName, skip) {
  hookModules(root)
  const circus = require('jest-circus')
  const { describe, test, it, beforeAll, beforeEach, afterAll, afterEach } = circus
  Object.assign(globalThis, { describe, test, it, beforeAll, beforeEach, afterAll, afterEach })
  globalThis.expect = require('expect').expect
  hastenProperties(require('fast-check'))
  const top = circus.getState().rootDescribeBlock
  const tests = []
  for (const path of testFilesOf(join(root, 'packages', packageName), skip)) {
    const before = top.children.length
    require(path)
    const added = { children: top.children.slice(before) }
    tests.push(...flatten(added).map(found => testOf(found, relative(root, path))))
  }
  return tests
}
