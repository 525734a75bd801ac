/** Cuts a file into lines with split2 and throws them away: the floor under every reader of lines. */
import { createReadStream } from 'node:fs'
import { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import split from 'split2'

const nowhere = new Writable({ objectMode: true, write: (_line, _encoding, done) => done() })
await pipeline(createReadStream(process.argv[2] as string), split(), nowhere)
