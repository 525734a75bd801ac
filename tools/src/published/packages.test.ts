import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publishedPackages, thirdParty } from './packages.js'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tc-stream-packages-'))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

function write(path: string, manifest: object): void {
  mkdirSync(join(root, path), { recursive: true })
  writeFileSync(join(root, path, 'package.json'), JSON.stringify(manifest))
}

test('private packages are not published, and what is no package is none', () => {
  write('packages/a', { name: 'a' })
  write('packages/b', { name: 'b', private: true })
  mkdirSync(join(root, 'packages/c'))
  expect(publishedPackages(root).map(({ manifest }) => manifest.name)).toEqual(['a'])
})

test('what a package needs is found where Node would find it', () => {
  write('packages/a', { name: 'a', dependencies: { b: '1', x: '1' } })
  write('packages/b', { name: 'b', dependencies: { y: '1' } })
  write('node_modules/x', { dependencies: { y: '2', z: '1' } })
  write('node_modules/x/node_modules/y', { dependencies: { z: '1' } })
  write('node_modules/y', {})
  write('node_modules/z', {})
  write('node_modules/unused', {})
  expect(thirdParty(root, publishedPackages(root))).toEqual(['x', 'x/node_modules/y', 'y', 'z'])
})

test('what is not installed is missed', () => {
  write('packages/a', { name: 'a', dependencies: { x: '1' } })
  expect(() => thirdParty(root, publishedPackages(root))).toThrow('x is not installed')
})
