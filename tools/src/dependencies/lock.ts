import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** What the lock file says of a package. */
export interface Locked {
  readonly version: string
  readonly license?: string
  readonly link?: boolean
  readonly resolved?: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

export type Lock = Readonly<Record<string, Locked>>

/** A package that is installed with ours. */
export interface Installed {
  /** `sonic-boom 4`: of one name there may be several. */
  readonly key: string
  readonly license: string
  readonly sizeBytes: number
  readonly hasInstallScript: boolean
  /** Names of those that ask for it. */
  readonly neededBy: readonly string[]
}

const MODULES = 'node_modules/'

export function readLock(root: string): Lock {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Lock }
  return packages
}

/** All that whoever installs one of our published packages gets with it. */
export function runTimeDependencies(root: string, lock: Lock): Installed[] {
  const neededBy = new Map<string, Set<string>>()
  const todo = Object.keys(lock).filter(path => path.startsWith('packages/') && !path.includes(MODULES))
  for (let from = todo.pop(); from !== undefined; from = todo.pop()) {
    const { dependencies, optionalDependencies } = lock[from] as Locked
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const path = resolve(lock, from, name)
      if (lock[path]?.link === true) continue
      if (!neededBy.has(path)) todo.push(path)
      neededBy.set(path, (neededBy.get(path) ?? new Set()).add(nameOf(from)))
    }
  }
  return [...neededBy].map(([path, names]) => installed(root, path, lock[path] as Locked, [...names].sort()))
}

/** Where Node finds a package from another one: the nearest of that name. */
function resolve(lock: Lock, from: string, name: string): string {
  for (let base = from; ; base = base.slice(0, Math.max(0, base.lastIndexOf(`/${MODULES}`)))) {
    const path = `${base === '' ? '' : `${base}/`}${MODULES}${name}`
    if (lock[path] !== undefined) return path
    if (base === '') throw new Error(`${name}, which ${from} needs, is not in the lock file`)
  }
}

function installed(root: string, path: string, { version }: Locked, neededBy: string[]): Installed {
  // What is installed, not what the lock file says of it.
  const manifest = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8')) as {
    license?: string
    scripts?: Record<string, string>
  }
  return {
    key: `${nameOf(path)} ${version.replace(/\..*/, '')}`,
    license: manifest.license ?? 'none',
    sizeBytes: sizeOf(join(root, path)),
    hasInstallScript: ['preinstall', 'install', 'postinstall'].some(name => manifest.scripts?.[name] !== undefined),
    neededBy,
  }
}

function nameOf(path: string): string {
  return path.startsWith('packages/')
    ? path.slice('packages/'.length)
    : path.slice(path.lastIndexOf(MODULES) + MODULES.length)
}

/** Its own files, without packages within it. */
function sizeOf(directory: string): number {
  let sizeBytes = 0
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name)
    if (entry.isDirectory()) sizeBytes += entry.name === 'node_modules' ? 0 : sizeOf(path)
    else sizeBytes += statSync(path).size
  }
  return sizeBytes
}

/** What the workspaces ask for beside that, to build, test and measure. */
export function developmentDependencies(lock: Lock): string[] {
  const workspaces = Object.entries(lock).filter(([path]) => !path.includes(MODULES))
  const names = workspaces.flatMap(([path, { dependencies, devDependencies }]) => [
    ...Object.keys(devDependencies ?? {}),
    ...(path.startsWith('packages/') ? [] : Object.keys(dependencies ?? {})),
  ])
  return [...new Set(names)].filter(name => !name.startsWith('@tc-stream/')).sort()
}
