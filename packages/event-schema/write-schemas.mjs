import { mkdirSync, writeFileSync } from 'node:fs'
import { SEAM_NAMES, seamJsonSchema } from './dist/index.js'

/** Writes the JSON Schema of each seam into dist/schemas/, for those who check the NDJSON with other tools. */
const directory = new URL('dist/schemas/', import.meta.url)
mkdirSync(directory, { recursive: true })
for (const seam of SEAM_NAMES) {
  writeFileSync(new URL(`${seam}.schema.json`, directory), `${JSON.stringify(seamJsonSchema(seam), null, 2)}\n`)
}
