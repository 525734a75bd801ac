// Bundles the script that a picture carries and writes it as a module, for the emitter to put into every picture.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { minify } from '@swc/core'
import { build } from 'esbuild'
import { namesToShorten, withArrows, withoutPrivateNames, withShortThis } from './viewer-names.mjs'

/** A picture of a short trace should not be mostly script. Units: bytes. */
const MAX_BYTES = 60_000

const here = path => fileURLToPath(new URL(path, import.meta.url))

const ordinaryNames = {
  name: 'ordinary names',
  setup(bundle) {
    bundle.onLoad({ filter: /\.ts$/ }, async ({ path }) => ({
      contents: withArrows(withShortThis(withoutPrivateNames(await readFile(path, 'utf8')))),
      loader: 'ts',
    }))
  },
}

const names = namesToShorten([here('src/viewer'), here('src/shared')])
const result = await build({
  entryPoints: [here('src/viewer/main.ts')],
  bundle: true,
  minifySyntax: true,
  minifyWhitespace: true,
  mangleProps: new RegExp(`^(?:${names.join('|')}|\\w+\\$)$`),
  plugins: [ordinaryNames],
  format: 'esm',
  target: 'es2022',
  charset: 'ascii',
  legalComments: 'none',
  write: false,
})
const smaller = await minify(result.outputFiles[0].text, {
  compress: { passes: 6, toplevel: true, keep_fargs: false, ecma: 2022, unsafe_arrows: true, unsafe_methods: true },
  mangle: { toplevel: true, reserved: ['$', '_'] },
  format: { ascii_only: true },
  ecma: 2020,
  module: false,
})
// Math and the undefined are asked for in every other line: the script has them by shorter names.
const short = smaller.code.trim()
const named = `(($,_)=>{${short.replaceAll('Math.', '$.').replaceAll('void 0', '_')}})(Math)`
// `]]>` would end the CDATA section around the script, and `</` an element of HTML.
const script = named.replaceAll(']]>', ']] >').replaceAll('</script', '<\\/script')
if (script.length > MAX_BYTES) throw new Error(`the viewer script has ${script.length} bytes, more than ${MAX_BYTES}`)
await mkdir(here('src/generated'), { recursive: true })
await writeFile(here('src/generated/viewer-script.ts'), `export const VIEWER_SCRIPT = ${JSON.stringify(script)}\n`)
