import { spawn } from 'node:child_process'
import { expect, it } from 'vitest'
import { isProcessOf, sendSignal } from './process-identity.ts'

it('knows a process by its argument, and one that has ended not at all', async () => {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()', 'some-id-123abc'], {
    stdio: 'pipe',
    env: {},
  })
  const pid = child.pid ?? 0
  const ended = new Promise((resolve) => child.once('exit', resolve))
  expect(await isProcessOf(pid, 'some-id-123abc')).toBe(true)
  expect(await isProcessOf(pid, 'some-id')).toBe(false)
  expect(await isProcessOf(process.pid, 'some-id-123abc')).toBe(false)
  sendSignal(pid, 'SIGKILL')
  await ended
  expect(await isProcessOf(pid, 'some-id-123abc')).toBe(false)
  expect(() => sendSignal(pid, 'SIGKILL')).not.toThrow()
})

it('takes no number for no process', async () => {
  expect(await isProcessOf(null, '')).toBe(false)
})
