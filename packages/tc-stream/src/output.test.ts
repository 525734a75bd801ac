import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { openOutput } from './output.js'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'tc-stream-output-'))
})
afterEach(() => rm(directory, { recursive: true }))

const unused = () => new Writable()

describe('the output', () => {
  test('a file appears when it is complete, and not before', async () => {
    const file = join(directory, 'out.svg')
    const output = await openOutput(file, unused())
    await pipeline(Readable.from(['one ', 'two']), output.stream)
    await expect(stat(file)).rejects.toThrow('ENOENT')
    await output.commit()
    await output.discard()
    expect(await readFile(file, 'utf8')).toBe('one two')
    expect(output.writtenBytes()).toBe(7)
    expect(await readdir(directory)).toEqual(['out.svg'])
  })

  test('a run that fails leaves the former file and nothing else', async () => {
    const file = join(directory, 'out.svg')
    await writeFile(file, 'former')
    const output = await openOutput(file, unused())
    output.stream.write('half of')
    await output.discard()
    expect(await readFile(file, 'utf8')).toBe('former')
    expect(await readdir(directory)).toEqual(['out.svg'])
  })

  test('permissions and links stay as they were', async () => {
    const file = join(directory, 'real.svg')
    const link = join(directory, 'link.svg')
    await writeFile(file, 'former')
    await chmod(file, 0o640)
    await symlink(file, link)
    const output = await openOutput(link, unused())
    await pipeline(Readable.from(['new']), output.stream)
    await output.commit()
    expect(await readFile(file, 'utf8')).toBe('new')
    expect((await stat(file)).mode & 0o777).toBe(0o640)
    expect((await readdir(directory)).sort()).toEqual(['link.svg', 'real.svg'])
  })

  test('a device is written, not replaced', async () => {
    const output = await openOutput('/dev/null', unused())
    await pipeline(Readable.from(['x']), output.stream)
    await output.commit()
    expect((await stat('/dev/null')).isCharacterDevice()).toBe(true)
  })

  test('what cannot be written is told by name and reason', async () => {
    await expect(openOutput(directory, unused())).rejects.toThrow(`cannot write ${directory}: is a directory`)
    const nowhere = join(directory, 'absent', 'out.svg')
    await expect(openOutput(nowhere, unused())).rejects.toThrow(`cannot write ${nowhere}: no such file or directory`)
    await mkdir(join(directory, 'dir'))
    const file = join(directory, 'plain')
    await writeFile(file, '')
    await expect(openOutput(join(file, 'out.svg'), unused())).rejects.toThrow('cannot write')
  })

  test('a full disk fails the write', async () => {
    const output = await openOutput('/dev/full', unused())
    const writing = pipeline(Readable.from(['x']), output.stream)
    await expect(writing).rejects.toThrow('cannot write /dev/full: no space left on device')
    await output.discard()
  })

  test('stdout: each write is done when it was taken; a reader that is gone is known', async () => {
    const taken: string[] = []
    const slow = new Writable({
      decodeStrings: false,
      write(chunk: Buffer, _encoding, done) {
        setImmediate(() => {
          taken.push(chunk.toString())
          done()
        })
      },
    })
    const output = await openOutput(undefined, slow)
    await pipeline(Readable.from(['a', 'b', 'c']), output.stream)
    expect(taken).toEqual(['a', 'b', 'c'])

    const gone = new Writable({
      write: (_chunk, _encoding, done) => done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' })),
    })
    const closed = await openOutput('-', gone)
    await expect(pipeline(Readable.from(['a']), closed.stream)).rejects.toThrow('EPIPE')
    expect(closed.isReaderGone()).toBe(true)
  })
})
