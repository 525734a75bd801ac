import { lexText } from './testing.test-helper.js'

test('of a machine with more sockets and cores than any, so many are kept', () => {
  const lines = Array.from({ length: 5_000 }, (_, at) => `# sibling threads : ${at}`)
  const [trace] = lexText(lines.join('\n')).items
  expect(trace).toMatchObject({ type: 'trace', siblingThreads: expect.any(Array) })
  expect(trace?.type === 'trace' && trace.siblingThreads?.length).toBe(4_096)
})
