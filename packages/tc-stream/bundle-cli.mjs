// Bundles the program for `bin/tc-stream.js`: Node spends a tenth of a second on finding and reading two hundred small
// modules, which is half of what a short trace takes. Who imports the package gets the modules themselves.
import { readFile, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const here = path => fileURLToPath(new URL(path, import.meta.url))

/**
 * What the bundle takes in beside our own packages. Everything else is loaded when needed, and must be a dependency of this
 * package, though it be one of our packages that needs it (split2): where packages are not hoisted it finds no other.
 */
const BUNDLED = ['zod']

const { dependencies } = JSON.parse(await readFile(here('package.json'), 'utf8'))
const external = Object.keys(dependencies).filter(name => !name.startsWith('@tc-stream/') && !BUNDLED.includes(name))

// The names of chunks change with what is in them.
await rm(here('cli'), { recursive: true, force: true })
await build({
  entryPoints: [here('dist/main.js'), here('dist/heap-growth.js')],
  outdir: here('cli'),
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  charset: 'utf8',
  external,
})
const notices = BUNDLED.map(async name => {
  const licence = await readFile(fileURLToPath(new URL('LICENSE', import.meta.resolve(`${name}/package.json`))), 'utf8')
  return `${name}, which is part of the files here:\n\n${licence}`
})
await writeFile(here('cli/NOTICES.txt'), (await Promise.all(notices)).join('\n'))
