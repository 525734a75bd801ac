import { SCHEMA_VERSION } from './primitives.js'
import { type JsonSchema, SEAM_NAMES, SEAM_SCHEMAS, type SeamName, seamJsonSchema } from './seam-schemas.js'

const UNITS = ['ns', 's', 'kHz', 'bytes', 'count', 'id']

interface Node extends JsonSchema {
  readonly type?: string
  readonly const?: unknown
  readonly description?: string
  readonly unit?: string
  readonly properties?: Readonly<Record<string, Node>>
  readonly items?: Node
  readonly additionalProperties?: Node
  readonly anyOf?: readonly Node[]
  readonly oneOf?: readonly Node[]
}

const itemsOf = (seam: SeamName): readonly Node[] => (seamJsonSchema(seam) as Node).oneOf ?? []

/** Every field below a node, by its path. */
function* fieldsOf(node: Node, path: string): Generator<[path: string, field: Node]> {
  for (const [name, field] of Object.entries(node.properties ?? {})) {
    yield [`${path}.${name}`, field]
    yield* fieldsOf(field, `${path}.${name}`)
  }
  const within = [node.items, node.additionalProperties, ...(node.anyOf ?? [])]
  for (const each of within) if (typeof each === 'object') yield* fieldsOf(each, path)
}

const allFields = SEAM_NAMES.flatMap(seam =>
  itemsOf(seam).flatMap(item => [...fieldsOf(item, `${seam} ${String(item.properties?.type?.const)}`)]),
)

/** A field that is a number, or a number or null. */
const numberOf = (field: Node): Node | undefined =>
  [field, ...(field.anyOf ?? [])].find(({ type, const: fixed }) => type === 'integer' && fixed === undefined)

test('there are fields at every depth', () => {
  const paths = allFields.map(([path]) => path)
  expect(paths).toEqual(
    expect.arrayContaining([
      'records trace.originSeconds',
      'events switch.prevTid',
      'timeline interval.callchain.symbol',
      'chart row.totals.runningNs',
      'chart bin.states.ns',
    ]),
  )
})

test('every field says what it is', () => {
  expect(allFields.filter(([, { description }]) => !description).map(([path]) => path)).toEqual([])
})

test('every number has a unit, and its name does not contradict', () => {
  const numbers = allFields.flatMap(([path, field]) => {
    const number = numberOf(field)
    return number === undefined ? [] : [[path, field.unit ?? number.unit] as const]
  })
  expect(numbers.length).toBeGreaterThan(100)
  expect(numbers.filter(([, unit]) => unit === undefined || !UNITS.includes(unit))).toEqual([])
  const inName = (end: RegExp) => [...new Set(numbers.filter(([path]) => end.test(path)).map(([, unit]) => unit))]
  expect(inName(/(\.ns|Ns)$/)).toEqual(['ns'])
  expect(inName(/Khz$/)).toEqual(['kHz'])
  expect(inName(/[bB]ytes$/)).toEqual(['bytes'])
  expect(inName(/(tid|pid|Tid|Pid|[cC]pu|[rR]ow|Id)$/)).toEqual(['id'])
})

test('a schema has all items of its seam, each with what it is', () => {
  for (const seam of SEAM_NAMES) {
    const items = itemsOf(seam)
    expect(items.map(item => item.properties?.type?.const)).toEqual(
      SEAM_SCHEMAS[seam].options.map(option => option.shape.type.value),
    )
    for (const item of items) expect(item.description).toEqual(expect.stringMatching(/./))
    expect(seamJsonSchema(seam)).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      title: `tc-stream ${seam}, schema version ${SCHEMA_VERSION}`,
    })
  }
})

test('the version stands in the first item of every seam, and nothing forbids fields that come later', () => {
  for (const seam of SEAM_NAMES) {
    const trace = itemsOf(seam).find(item => item.properties?.type?.const === 'trace')
    expect(trace?.properties?.schemaVersion).toMatchObject({ const: SCHEMA_VERSION, default: SCHEMA_VERSION })
    for (const item of itemsOf(seam)) expect(item).not.toHaveProperty('additionalProperties', false)
  }
})
