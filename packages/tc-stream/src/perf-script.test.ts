import { bestScriptArgs, cleanMessages } from './perf-script.js'

const attr = (type: number, hasCallchain: boolean, hasCpu = true) => ({ type, hasCallchain, hasCpu })
const fieldsOf = (...attrs: ReturnType<typeof attr>[]) =>
  bestScriptArgs('x', attrs).filter((_, index, all) => all[index - 1] === '-F')

describe('the command for perf script', () => {
  test('prints nanoseconds, the header with the topology, task events and lost events', () => {
    expect(bestScriptArgs('perf.data', [attr(2, false)])).toEqual(
      'script -i perf.data --ns --header -I --show-task-events --show-lost-events -F trace:comm,pid,tid,cpu,time,event,trace'.split(
        ' ',
      ),
    )
  })

  test('asks for frames where there are callchains', () => {
    const whole = 'trace:comm,pid,tid,cpu,time,event,trace,ip,sym,symoff,dso'
    expect(fieldsOf(attr(2, true))).toEqual([whole])
    expect(fieldsOf(attr(2, false), attr(2, true))).toEqual([whole])
  })

  test('asks for nothing that was not recorded, for each kind of event', () => {
    expect(fieldsOf(attr(0, false), attr(1, false, false), attr(1, true), attr(2, false), attr(4, true))).toEqual([
      'hw:comm,pid,tid,cpu,time,event,ip,sym,symoff,dso',
      'sw:comm,pid,tid,time,event,ip,sym,symoff,dso',
      'trace:comm,pid,tid,cpu,time,event,trace',
      'raw:comm,pid,tid,cpu,time,event,ip,sym,symoff,dso',
    ])
  })

  test('asks for everything where it is not known what was recorded', () => {
    const args = bestScriptArgs('x', undefined)
    expect(args.slice(-2)).toEqual(['-F', 'comm,pid,tid,cpu,time,event,trace,ip,sym,symoff,dso'])
  })
})

describe("perf's messages", () => {
  test('are told without what it says each time, blank lines and repetitions', () => {
    const said = [
      "'trace' not valid for hardware events. Ignoring.",
      '',
      'Warning:',
      'Processed 12 events and lost 3 chunks!',
      '',
      'Processed 12 events and lost 3 chunks!',
      'incompatible file format (rerun with -v to learn more)',
    ]
    expect(cleanMessages(said)).toEqual(['Processed 12 events and lost 3 chunks!', 'incompatible file format'])
  })

  test('of a usage error are told without its pages of options', () => {
    const said = [
      "  Error: unknown option `show-lost-events'",
      '',
      ' Usage: perf script [<options>]',
      '    or: perf script [<options>] record <script> [<record-options>] <command>',
      '    -F, --fields <str>    comma separated output fields',
      '        --ns              Use 9 decimal places when displaying time',
    ]
    expect(cleanMessages(said)).toEqual(["Error: unknown option `show-lost-events'"])
  })

  test('are bounded', () => {
    const said = Array.from({ length: 1_000 }, (_, index) => `message ${index} ${'x'.repeat(1_000)}`)
    expect(cleanMessages(said).length).toBe(20)
    expect(Math.max(...cleanMessages(said).map(line => line.length))).toBe(300)
  })
})
