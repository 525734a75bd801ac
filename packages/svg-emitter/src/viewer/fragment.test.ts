import { readLink, writeLink } from './fragment.js'

test('what is written is read again', () => {
  const state = [
    ['view', '0-5000'],
    ['find', 'a;b&c=d:e#f%'],
    ['range', ''],
    ['tab', 'tasks'],
  ] as const
  const fragment = writeLink('', 't1', state)
  expect(fragment).toBe('t1=view:0-5000;find:a%3Bb%26c%3Dd%3Ae%23f%25;tab:tasks')
  expect(readLink(`#${fragment}`, 't1')).toEqual({ view: '0-5000', find: 'a;b&c=d:e#f%', tab: 'tasks' })
})

test('charts, and the page, keep to themselves', () => {
  const first = writeLink('#section-2', 't1', [['view', '1-2']])
  const both = writeLink(first, 't1.1', [['view', '3-4']])
  expect(both).toBe('section-2&t1=view:1-2&t1.1=view:3-4')
  expect(readLink(both, 't1').view).toBe('1-2')
  expect(readLink(both, 't1.1').view).toBe('3-4')
  expect(writeLink(both, 't1', [])).toBe('section-2&t1.1=view:3-4')
})

test('nonsense is no state', () => {
  expect(readLink('#t1=find:%E0%A4%A', 't1')).toEqual({ find: '' })
  expect(readLink('#other', 't1')).toEqual({})
  expect(readLink('', 't1')).toEqual({})
})
