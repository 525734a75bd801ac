import { checkAgainstParser } from './known-headers.test-helper.js'
import { RECORDINGS } from './testing.test-helper.js'

test.each(RECORDINGS)('%s: what is known is read as the parser reads it', checkAgainstParser)
