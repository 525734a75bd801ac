#!/usr/bin/env node
import { limitHeapGrowth } from '../cli/heap-growth.js'
import { main } from '../cli/main.js'

limitHeapGrowth()
await main(process.argv)
