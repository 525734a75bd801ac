import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type PublishedPackage, thirdParty } from './packages.js'
import { type Result, runCommand } from './run-command.js'

export interface Tarball {
  readonly path: string
  /** Paths within the package. */
  readonly files: readonly string[]
}

interface PackReport {
  readonly name: string
  readonly filename: string
  readonly files: readonly { readonly path: string }[]
}

/** `npm pack` of all packages, as npm would publish them. Returns: what was made, by package name. */
export async function packAll(
  packages: readonly PublishedPackage[],
  destination: string,
): Promise<Map<string, Tarball>> {
  const folders = packages.map(({ directory }) => directory)
  const report = join(destination, 'packed.json')
  // npm may say more on stderr; what it packed is all that it writes to stdout.
  const script = 'npm pack --json --ignore-scripts --pack-destination "$DESTINATION" "$@" > "$REPORT"'
  const env = { DESTINATION: destination, REPORT: report }
  demand(await runCommand('bash', ['-c', script, 'pack', ...folders], { cwd: destination, env }), 'npm pack')
  const packed = JSON.parse(readFileSync(report, 'utf8')) as PackReport[]
  return new Map(
    packed.map(({ name, filename, files }) => [
      name,
      { path: join(destination, filename), files: files.map(({ path }) => path) },
    ]),
  )
}

/**
 * Installs tarballs into an empty folder, without a network: what the packages need from others is copied to where npm
 * has put it in the workspace, and npm then finds it there, or fails.
 */
export async function installOffline(
  root: string,
  folder: string,
  packages: readonly PublishedPackage[],
  tarballs: ReadonlyMap<string, Tarball>,
): Promise<void> {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "name": "somebody", "private": true, "type": "module" }\n')
  for (const path of thirdParty(root, packages)) copyPackage(root, folder, path)
  const paths = [...tarballs.values()].map(({ path }) => path)
  const args = ['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', ...paths]
  demand(await runCommand('npm', args, { cwd: folder }), 'npm install')
}

/** Copies one package, without those that lie within it: these have entries of their own. */
export function copyPackage(root: string, folder: string, path: string): void {
  const source = join(root, 'node_modules', path)
  const target = join(folder, 'node_modules', path)
  mkdirSync(dirname(target), { recursive: true })
  const within = join(source, 'node_modules')
  cpSync(source, target, { recursive: true, filter: from => from !== within })
}

/** What a recording is made of here: the magic number, by which it is known. */
const PERF = `#!/bin/sh
case "$1" in
script) exec cat "$TRACE" ;;
record)
  file=perf.data
  while [ $# -gt 0 ] && [ "$1" != -- ]; do
    [ "$1" = -o ] && file=$2
    shift
  done
  [ "$file" = - ] || printf PERFILE2 > "$file"
  ;;
esac
`

/**
 * Stands in for the programs that the examples call and that need a kernel, or rights: `perf script` prints `$TRACE`.
 * Returns: the directory to look for them in.
 */
export function standIns(folder: string): string {
  const bin = join(folder, 'stand-ins')
  mkdirSync(bin)
  for (const [name, script] of Object.entries({ perf: PERF, sudo: '#!/bin/sh\nexec "$@"\n' })) {
    writeFileSync(join(bin, name), script, { mode: 0o755 })
  }
  return bin
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}

function demand({ code, output }: Result, what: string): void {
  if (code !== 0) throw new Error(`${what} ended with ${code}:\n${output}`)
}
