import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const PACKAGES = join(process.cwd(), '..', 'packages')
const CODE = /\bTC_[A-Z]+(?:_[A-Z]+)+\b/g

const packages = readdirSync(PACKAGES).filter(name => existsSync(join(PACKAGES, name, 'package.json')))

function filesOf(name: string): string[] {
  return ['src', 'test'].flatMap(directory => {
    const root = join(PACKAGES, name, directory)
    if (!existsSync(root)) return []
    return (readdirSync(root, { recursive: true }) as string[]).map(path => join(root, path))
  })
}

const textOf = (files: string[]) => files.map(file => readFileSync(file, 'utf8')).join('\n')
const isSource = (file: string) => file.endsWith('.ts') && !/\.test[.-]|\/test\/|\/testing\//.test(file)

/** Codes that the sources of a package name. */
const codesOf = (name: string) => [...new Set(textOf(filesOf(name).filter(isSource)).match(CODE) ?? [])]

/** The tables of all `codes.test.ts`: from each code to what is told under it, which their tests bring about. */
const cases = textOf(packages.flatMap(name => filesOf(name).filter(file => file.endsWith('/codes.test.ts'))))

test.each(packages)('every code in %s is a case of a table whose tests bring it about', name => {
  expect(codesOf(name).filter(code => !new RegExp(`^ {2}${code}: `, 'm').test(cases))).toEqual([])
})

test('there are packages and codes to look at', () => {
  expect(packages.length).toBeGreaterThan(7)
  expect(packages.flatMap(codesOf).length).toBeGreaterThan(60)
})
