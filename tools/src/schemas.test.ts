import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** Every zod schema that a package exports says what each of its fields is, and what each number counts. */
const ROOT = join(process.cwd(), '..')
const UNITS = ['ns', 's', 'kHz', 'bytes', 'count', 'id', 'share']

interface Node {
  readonly type?: string
  readonly const?: unknown
  readonly description?: string
  readonly unit?: string
  readonly properties?: Readonly<Record<string, Node>>
  readonly items?: Node
  readonly additionalProperties?: Node | false
  readonly anyOf?: readonly Node[]
  readonly oneOf?: readonly Node[]
}

type Field = readonly [path: string, field: Node]

function* fieldsOf(node: Node, path: string): Generator<Field> {
  for (const [name, field] of Object.entries(node.properties ?? {})) {
    yield [`${path}.${name}`, field]
    yield* fieldsOf(field, `${path}.${name}`)
  }
  for (const each of [node.items, node.additionalProperties, ...(node.anyOf ?? []), ...(node.oneOf ?? [])]) {
    if (typeof each === 'object') yield* fieldsOf(each, path)
  }
}

interface Exported {
  readonly key: string
  /** It flows; it is not an object of options, which takes no fields that it does not know. */
  readonly isData: boolean
  readonly fields: readonly Field[]
}

function schemasOf(name: string): Exported[] {
  const exported = jest.requireActual<Record<string, unknown>>(`@tc-stream/${name}`)
  return Object.entries(exported).flatMap(([key, value]) => {
    if (!(value instanceof z.ZodType)) return []
    const schema = z.toJSONSchema(value, { io: 'input', unrepresentable: 'any' }) as Node
    return [{ key, isData: schema.additionalProperties !== false, fields: [...fieldsOf(schema, key)] }]
  })
}

/** A number, or a number or null, that is not one fixed value. */
const isNumber = (field: Node): boolean =>
  [field, ...(field.anyOf ?? [])].some(
    ({ type, const: fixed }) => /^(integer|number)$/.test(type ?? '') && fixed === undefined,
  )

const unitOf = (field: Node): string | undefined =>
  [field, ...(field.anyOf ?? [])].find(({ unit }) => unit !== undefined)?.unit

const packages = readdirSync(join(ROOT, 'packages'))

test('there are schemas, of what flows and of options', () => {
  const schemas = packages.flatMap(schemasOf)
  expect(schemas.filter(({ isData }) => isData).length).toBeGreaterThan(50)
  expect(schemas.filter(({ isData }) => !isData).length).toBeGreaterThan(7)
})

describe.each(packages)('schemas of %s', name => {
  const schemas = schemasOf(name)

  test('every field says what it is', () => {
    const fields = schemas.flatMap(schema => schema.fields)
    expect(fields.filter(([, { description }]) => !description).map(([path]) => path)).toEqual([])
  })

  // What an option counts is told by its name and its description.
  test('every number that flows has a unit', () => {
    const fields = schemas.filter(({ isData }) => isData).flatMap(schema => schema.fields)
    const numbers = fields.filter(([, field]) => isNumber(field))
    expect(numbers.filter(([, field]) => !UNITS.includes(unitOf(field) ?? '')).map(([path]) => path)).toEqual([])
  })
})
