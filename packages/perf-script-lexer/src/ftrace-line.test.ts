import { FtraceParser } from './ftrace-line.js'
import { ABSENT } from './header-fields.js'

const parser = new FtraceParser()

function read(line: string): object | undefined {
  const header = parser.parse(line, line.search(/\S/))
  if (header === undefined) return undefined
  const { pid, tid, cpu, commStart, commEnd, comm, eventStart, eventEnd, payloadStart } = header
  return {
    kind: parser.kind,
    ...{ pid, tid, cpu, known: comm },
    comm: line.slice(commStart, commEnd),
    event: line.slice(eventStart, eventEnd),
    payload: line.slice(payloadStart),
  }
}

const SH = { pid: ABSENT, tid: 12, cpu: 1, comm: 'sh', known: '', event: 'x', payload: 'y', kind: 'event' }

describe('before the time stand', () => {
  test.each([
    ['a comm, a thread, a CPU and flags', 'sh-12 [001] d..2.', {}],
    ['no flags', 'sh-12 [001]', {}],
    ['three flags', 'sh-12 [001] d.2', {}],
    ['eight flags', 'sh-12 [001] dNhp..#A', {}],
    ['a process', 'sh-12 (  11) [001] d..2.', { pid: 11 }],
    ['a process of ten digits', 'sh-12 (1234567890) [001] d..2.', { pid: 1_234_567_890 }],
    ['a process without blanks before it', 'sh-12(11) [001] d..2.', { pid: 11 }],
    ['a process that is not known', 'sh-12 (-----) [001]', {}],
    ['a bare CPU and flags', 'sh-12   1d..2.', {}],
    ['a bare CPU of three digits', 'sh-12 101d..2.', { cpu: 101 }],
    ['a process and a bare CPU', 'sh-12 ( 11)  1d..2.', { pid: 11 }],
    ['an empty comm', '-12 [001]', { comm: '' }],
    ['a comm of 16', `${'x'.repeat(16)}-12 [001]`, { comm: 'x'.repeat(16) }],
    ['a thread of ten digits', 'sh-1234567890 [001]', { tid: 1_234_567_890 }],
    ['the idle task', '<idle>-0 [001]', { tid: 0, known: 'swapper', comm: '<idle>' }],
    ['a comm that begins like it', '<idle>x-12 [001]', { comm: '<idle>x' }],
    ['a comm that is not known', '<...>-12 [001]', { comm: '' }],
    ['a comm that begins like that', '<...>x-12 [001]', { comm: '<...>x' }],
    ['a comm with a parenthesis and a dash', 'a(-b-12 [001]', { comm: 'a(-b' }],
    ['a comm that ends in parentheses', 'a(b)-12 [001]', { comm: 'a(b)' }],
  ])('%s', (_, left, columns) => expect(read(`   ${left}  5.5: x: y`)).toEqual({ ...SH, ...columns }))

  test.each([
    ['two flags', 'sh-12 [001] d2'],
    ['nine flags', 'sh-12 [001] dNhp..#AB'],
    ['flags with other signs', 'sh-12 [001] d..-.'],
    ['flags without a CPU', 'sh-12 d..2.'],
    ['a process that is no number', 'sh-12 (a) [001]'],
    ['an empty process', 'sh-12 () [001]'],
    ['a process of eleven digits', 'sh-12 (12345678901) [001]'],
    ['a process with a blank after it', 'sh-12 (11 ) [001]'],
    ['a closing parenthesis alone', 'sh-12 11) [001]'],
    ['no dash', 'sh 12 [001]'],
    ['no thread', 'sh- [001]'],
    ['a thread that is no number', 'sh-x [001]'],
    ['a thread of eleven digits', 'sh-12345678901 [001]'],
    ['a comm of 17', `${'x'.repeat(17)}-12 [001]`],
    ['no CPU', 'sh-12'],
    ['a CPU that is not known', 'sh-12 [-1]'],
    ['no comm and no dash', '12 [001]'],
    ['nothing but a CPU', '[001]'],
  ])('not %s', (_, left) => expect(read(`   ${left}  5.5: x: y`)).toBeUndefined())
})

describe('after the time stands', () => {
  test.each([
    ['an event', 'x: y', {}],
    ['an event with an underscore first', '_x: y', { event: '_x' }],
    ['an event, its payload in a column', 'x:      y', {}],
    ['an event without payload', 'x:', { payload: '' }],
    ['an event that begins like a call', 'sys_x: y', { event: 'sys_x' }],
    ['a call', 'sys_x(y)', { kind: 'enter', payload: 'y)' }],
    ['a call without a name: an event', 'sys_(y): z', { event: 'sys_(y)', payload: 'z' }],
    ['the end of a call', 'sys_x -> 0x24', { kind: 'exit', payload: '0x24' }],
    ['a function', 'schedule <-do_idle', { kind: 'call', event: 'schedule', payload: 'schedule <-do_idle' }],
    ['a function like a call', 'sys_x <-y', { kind: 'call', event: 'sys_x', payload: 'sys_x <-y' }],
    ['a function, its parenthesis later on', 'sys_x <-y(z)', { kind: 'call', event: 'sys_x', payload: 'sys_x <-y(z)' }],
  ])('%s', (_, right, rest) => expect(read(`sh-12 [001] 5.5: ${right}`)).toEqual({ ...SH, ...rest }))

  test.each([
    ['<stack trace>', true],
    ['<stack trace >', true],
    ['<user stack trace>', true],
    ['kernel_stack:         <stack trace>', true],
    ['kernel_stack: <stack trace >', true],
    ['user_stack:   <user stack trace>', true],
    ['<stack trac', false],
    ['x <stack trace>', false],
    ['kernel_stack:<stack trace>', false],
  ])('%s: a stack follows: %s', (right, is) => {
    const found = read(`sh-12 [001] 5.5: ${right}`)
    expect(found !== undefined && parser.kind === 'stack').toBe(is)
  })

  test.each([
    ['a number', '12: x'],
    ['an event with its subsystem', 'sched:x: y'],
    ['a word without a colon', 'x y'],
    ['nothing', ''],
    ['a function without a caller', 'schedule <x'],
    ['a function that is called like a system call', 'do_read(x)'],
    ['a function that returns like one', 'do_read -> 0x24'],
  ])('not %s', (_, right) => expect(read(`sh-12 [001] 5.5: ${right}`)).toBeUndefined())
})

describe('the time', () => {
  test('may be the second one, if a comm holds another', () => {
    expect(read(' a 1.5: b-12 [001] 5.5: x: y')).toMatchObject({ comm: 'a 1.5: b', tid: 12 })
    expect(read(' a1: b-12 [001] 5.5: x: y')).toMatchObject({ comm: 'a1: b', tid: 12 })
  })

  test('has a blank after its colon', () => expect(read('sh-12 [001] 5.5:x: y')).toBeUndefined())

  test('stands within the first 120 columns, blanks before the line left out', () => {
    const line = (blanks: number) => `sh-12 [001]${' '.repeat(blanks)}5.5: x: y`
    expect(read(`${' '.repeat(200)}${line(106)}`)).toEqual(SH)
    expect(line(107).indexOf(': ')).toBe(121)
    expect(read(line(107))).toBeUndefined()
  })
})
