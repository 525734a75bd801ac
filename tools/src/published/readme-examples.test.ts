import { readmeExamples } from './readme-examples.js'

const fence = '```'

test('code that can be run is found, with its line', () => {
  const markdown = ['# Title', `${fence}js`, 'one()', '', 'two()', fence, '', `${fence}sh`, 'ls', fence].join('\n')
  expect(readmeExamples(markdown)).toEqual([
    { language: 'js', line: 2, code: 'one()\n\ntwo()\n' },
    { language: 'sh', line: 8, code: 'ls\n' },
  ])
})

test('samples of data are not run', () => {
  expect(readmeExamples([fence, 'stdin ─▶ stdout', fence, `${fence}json`, '{}', fence].join('\n'))).toEqual([])
})

test('a language that nothing runs does not go unnoticed', () => {
  expect(() => readmeExamples(`\n${fence}ts\nlet a: number\n${fence}`)).toThrow('line 2: a block of ts cannot be run')
})
