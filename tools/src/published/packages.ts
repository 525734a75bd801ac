import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What of a package.json is looked at. */
export interface Manifest {
  readonly name: string
  readonly version: string
  readonly private?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly [field: string]: unknown
}

export interface PublishedPackage {
  readonly directory: string
  readonly manifest: Manifest
}

export function readManifest(directory: string): Manifest {
  return JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as Manifest
}

/** Every package under packages/ that is not private, by its directory. */
export function publishedPackages(root: string): PublishedPackage[] {
  return readdirSync(join(root, 'packages'))
    .map(name => join(root, 'packages', name))
    .filter(directory => existsSync(join(directory, 'package.json')))
    .map(directory => ({ directory, manifest: readManifest(directory) }))
    .filter(({ manifest }) => manifest.private !== true)
}

/**
 * Directories of what packages need at run time and is not of this workspace, with all that these need in turn, as npm
 * has laid them out in the workspace's node_modules.
 *
 * Shape: `['zod', 'pino', 'pino/node_modules/…']`, relative to node_modules
 */
export function thirdParty(root: string, packages: readonly PublishedPackage[]): string[] {
  const own = new Set(packages.map(({ manifest }) => manifest.name))
  const found = new Set<string>()
  const waiting = packages.map(({ manifest }) => ({ manifest, within: '' }))
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const name of Object.keys(next.manifest.dependencies ?? {})) {
      if (own.has(name)) continue
      const path = locate(root, name, next.within)
      if (found.has(path)) continue
      found.add(path)
      waiting.push({ manifest: readManifest(join(root, 'node_modules', path)), within: path })
    }
  }
  return [...found].sort()
}

/** Where Node finds a dependency: below the package that needs it, or else ever further up. */
function locate(root: string, name: string, within: string): string {
  for (let at = within; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    const path = at === '' ? name : `${at}/node_modules/${name}`
    if (existsSync(join(root, 'node_modules', path))) return path
    if (at === '') throw new Error(`${name} is not installed: run npm ci`)
  }
}
