#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8'
import { main } from '../dist/main.js'

// By default the heap may grow to a multiple of what is in use before V8 looks for garbage, and it grows with the trace.
setFlagsFromString('--heap-growing-percent=30')

await main(process.argv)
