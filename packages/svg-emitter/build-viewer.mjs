// Bundles the script that a picture carries and writes it as a module, for the emitter to put into every picture.
import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

/** A picture of a short trace should not be mostly script. Units: bytes. */
const MAX_BYTES = 60_000

const here = path => fileURLToPath(new URL(path, import.meta.url))

const result = await build({
  entryPoints: [here('src/viewer/main.ts')],
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  charset: 'ascii',
  legalComments: 'none',
  write: false,
})
// `]]>` would end the CDATA section around the script.
const script = result.outputFiles[0].text.trim().replaceAll(']]>', ']] >')
if (script.length > MAX_BYTES) throw new Error(`the viewer script has ${script.length} bytes, more than ${MAX_BYTES}`)
await mkdir(here('src/generated'), { recursive: true })
await writeFile(here('src/generated/viewer-script.ts'), `export const VIEWER_SCRIPT = ${JSON.stringify(script)}\n`)
