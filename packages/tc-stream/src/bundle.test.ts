import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const PACKAGE = join(__dirname, '..')
const BUNDLE = join(PACKAGE, 'cli')

test('what the program loads from elsewhere is a dependency of its package', () => {
  const { dependencies } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'))
  const scripts = readdirSync(BUNDLE).filter(name => name.endsWith('.js'))
  const text = scripts.map(name => readFileSync(join(BUNDLE, name), 'utf8')).join('\n')
  const imported = [...text.matchAll(/^import .*from "([^"]+)";$|^import "([^"]+)";$|\bimport\("([^"]+)"\)/gm)]
  const names = new Set(imported.map(([, from, bare, later]) => from ?? bare ?? later ?? ''))
  const packages = [...names].filter(name => !name.startsWith('.') && !name.startsWith('node:'))
  expect(packages).toEqual(expect.arrayContaining(['commander', 'pino', 'split2']))
  expect(packages.filter(name => dependencies[name] === undefined)).toEqual([])
})
