import { Writable } from 'node:stream'
import { afterEach, expect, test } from 'vitest'
import { bin, Workplace } from '../testing/command.ts'
import { guardStreams } from './guard-streams.ts'

const before = process.exitCode
afterEach(() => {
  process.exitCode = before
})

function fail(stream: Writable, code: string): void {
  stream.emit('error', Object.assign(new Error(`write ${code}`), { code }))
}

function collecting(): { readonly stream: Writable; readonly lines: string[] } {
  const lines: string[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  return { stream, lines }
}

test.each([
  ['EPIPE', false, []],
  ['ENOSPC', true, ['error The result could not be written: ENOSPC.\n']],
  ['EINVAL', true, ['error The result could not be written: EINVAL.\n']],
])('standard output fails with %s', (code, isLost, said) => {
  const stdout = collecting().stream
  const { stream, lines } = collecting()
  const guard = guardStreams(stdout, stream)
  for (let times = 0; times < 2; times++) fail(stdout, code)
  expect(guard.isResultLost()).toBe(isLost)
  expect(lines).toEqual(said)
})

test('standard error may fail as it likes', () => {
  const stderr = collecting().stream
  const guard = guardStreams(collecting().stream, stderr)
  fail(stderr, 'EINVAL')
  expect(guard.isResultLost()).toBe(false)
})

test.runIf(process.platform === 'linux')('a full disk is no stack trace', async () => {
  await using place = await Workplace.create()
  const outcome = await place.run(['-c', `'${process.execPath}' '${bin}' ps --json > /dev/full`], {
    command: ['/bin/sh'],
  })
  expect(outcome).toMatchObject({ status: 1, stderr: 'error The result could not be written: ENOSPC.\n' })
})
