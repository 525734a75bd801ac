#!/usr/bin/env node
import { limitHeapGrowth } from '../dist/heap-growth.js'
import { main } from '../dist/main.js'

limitHeapGrowth()
await main(process.argv)
