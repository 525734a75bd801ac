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
const OWN = words(
  'changed columns data element finish flush frame frames frequency head kind label list parent part path prefix rows shape',
  'share text toolbar',
)

/** Names that are written as strings too, but where these name other things: blocks of data, zones, elements. */
const NO_KEYS = words('bytes callchains data folded frames head kernel label rows shapes strings text')

/** A name for `this` pays where it is used so often. */
const LEAST_USES = 4

function words(...lines) {
  return lines.flatMap(line => line.split(' '))
}

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
    // A table by name, such as that of the commands.
    if (ts.isSatisfiesExpression(node)) for (const key of keysOf(node.expression)) written.add(key)
    ts.forEachChild(node, visit)
  }
  for (const path of folders.flatMap(sourcesIn)) visit(parse(path))
  const libraries = dirname(createRequire(import.meta.url).resolve('typescript'))
  for (const name of LIBRARIES) {
    visitMembers(parse(join(libraries, name)), member => OWN.includes(member) || declared.delete(member))
  }
  return [...declared].filter(name => !written.has(name) || NO_KEYS.includes(name)).sort()
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

/** The source with the functions of its top level as arrow functions, which are shorter. */
export function withArrows(source) {
  const file = ts.createSourceFile('viewer.ts', source, ts.ScriptTarget.Latest, true)
  const functions = file.statements.filter(
    node => ts.isFunctionDeclaration(node) && node.body && !node.asteriskToken && thisIn(node.body).length === 0,
  )
  let text = source
  for (const { name, typeParameters, parameters, type, body, modifiers } of functions.reverse()) {
    const generic = typeParameters ? `<${text.slice(typeParameters.pos, typeParameters.end)}>` : ''
    const taken = `(${text.slice(parameters.pos, parameters.end)})`
    const result = type ? `: ${text.slice(type.pos, type.end)}` : ''
    const words = (modifiers ?? []).map(({ kind }) => kind)
    const async = words.includes(ts.SyntaxKind.AsyncKeyword) ? 'async ' : ''
    const exported = words.includes(ts.SyntaxKind.ExportKeyword) ? 'export ' : ''
    const from = modifiers?.[0]?.getStart(file) ?? name.parent.getStart(file)
    const arrow = `${exported}const ${name.text} = ${async}${generic}${taken}${result} => ${text.slice(body.pos, body.end)}`
    text = text.slice(0, from) + arrow + text.slice(body.end)
  }
  return text
}

/**
 * The source with `this` by a shorter name in the methods that use it often: as a last parameter that no one gives. A
 * variable would be taken back by the minifier.
 */
export function withShortThis(source) {
  const file = ts.createSourceFile('viewer.ts', source, ts.ScriptTarget.Latest, true)
  const edits = []
  const visit = node => {
    const isPlain = ts.isMethodDeclaration(node) && node.parameters.every(({ dotDotDotToken }) => !dotDotDotToken)
    const uses = isPlain && ts.isClassLike(node.parent) ? thisIn(node.body) : []
    if (uses.length < LEAST_USES) ts.forEachChild(node, visit)
    else {
      edits.push([node.parameters.end, 0, node.parameters.length === 0 ? 'self = this' : ', self = this'])
      for (const use of uses) edits.push([use.getStart(file), 'this'.length, 'self'])
    }
  }
  visit(file)
  let text = source
  for (const [at, length, by] of edits.sort((a, b) => b[0] - a[0])) {
    text = text.slice(0, at) + by + text.slice(at + length)
  }
  return text
}

function thisIn(node) {
  if (node.kind === ts.SyntaxKind.ThisKeyword) return [node]
  const uses = []
  ts.forEachChild(node, child => {
    uses.push(...thisIn(child))
  })
  return uses
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

function keysOf(node) {
  const table = ts.isAsExpression(node) ? node.expression : node
  return ts.isObjectLiteralExpression(table) ? table.properties.map(({ name }) => name.text) : []
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
