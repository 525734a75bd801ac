// Names of properties that can be shortened in the script: a third of it would be names otherwise.
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import ts from 'typescript'

const LIBRARIES = [
  'lib.dom.d.ts',
  'lib.es5.d.ts',
  'lib.es2015.core.d.ts',
  'lib.es2015.collection.d.ts',
  'lib.es2015.iterable.d.ts',
]

/** Names that objects of the browser have too, but none that the script uses by them: here they are its own. */
const OWN = [
  ...[
    'changed',
    'columns',
    'element',
    'finish',
    'flush',
    'frame',
    'frequency',
    'kind',
    'list',
    'parent',
    'part',
    'path',
  ],
  ...['prefix', 'shape', 'share', 'toolbar'],
]

/**
 * What the sources declare as members of their own interfaces and classes, but neither what the browser's own objects
 * have, nor what is written as a string anywhere: such a name may be a key that data are looked up by.
 */
export function namesToShorten(folders) {
  const declared = new Set()
  const written = new Set()
  const visit = node => {
    if (isMember(node) && ts.isIdentifier(node.name)) declared.add(node.name.text)
    if (ts.isStringLiteralLike(node)) written.add(node.text)
    ts.forEachChild(node, visit)
  }
  for (const path of folders.flatMap(sourcesIn)) visit(parse(path))
  const libraries = dirname(createRequire(import.meta.url).resolve('typescript'))
  for (const name of LIBRARIES) {
    visitMembers(parse(join(libraries, name)), member => OWN.includes(member) || declared.delete(member))
  }
  return [...declared].filter(name => !written.has(name)).sort()
}

/**
 * The source with `#name` as `name$`, for `$` to be shortened at the end: a private name would keep its sign. Fields
 * that begin with no value are left out; only their types need them.
 */
export function withoutPrivateNames(source) {
  return source
    .replace(/(\b\w+\??\.|^\s+(?:readonly |get |set |async )*\*?)#([a-z]\w*)/gim, '$1$2$$')
    .replace(/^ {2}(?:readonly [\w$]+|\w+\$): [^=(,{\n]*$/gm, '')
}

function isMember(node) {
  return (
    ts.isPropertySignature(node) ||
    ts.isMethodSignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isGetAccessor(node) ||
    ts.isSetAccessor(node)
  )
}

function visitMembers(node, onMember) {
  if (isMember(node) && ts.isIdentifier(node.name)) onMember(node.name.text)
  ts.forEachChild(node, child => visitMembers(child, onMember))
}

function sourcesIn(folder) {
  return readdirSync(folder)
    .filter(name => name.endsWith('.ts') && !name.includes('.test.'))
    .map(name => join(folder, name))
}

function parse(path) {
  return ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest)
}
