/** Writes an extreme of a number of things to stdout: `node write-extreme.js comms 1000000`. */
import { once } from 'node:events'
import { EXTREMES } from './extremes.js'

const [name = '', count = '1000000'] = process.argv.slice(2)
const make = EXTREMES[name]
if (make === undefined) throw new Error(`no extreme is called '${name}'; there are ${Object.keys(EXTREMES).join(', ')}`)
for (const piece of make(Number(count))) if (!process.stdout.write(piece)) await once(process.stdout, 'drain')
