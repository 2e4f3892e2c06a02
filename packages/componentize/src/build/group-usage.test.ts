import { once } from 'node:events'
import { execa } from 'execa'
import { expect, test } from 'vitest'
import { readGroupMemory } from './group-usage.ts'

test('the memory of a group is what ps says of it; one that is gone has none', async () => {
  const script = 'globalThis.kept = Buffer.alloc(64 * 1024 ** 2, 1); process.stdout.write("ready")'
  const child = execa(process.execPath, ['-e', `${script}; setInterval(() => {}, 1000)`], {
    detached: true,
    reject: false,
    buffer: false,
  })
  const group = child.pid as number
  try {
    await once(child.stdout, 'data')
    const { stdout } = await execa('ps', ['-o', 'rss=', '-p', String(group)])
    const measured = await readGroupMemory(group)
    expect(measured).toBeGreaterThan(64 * 1024 ** 2)
    expect(Math.abs(measured / (Number(stdout) * 1024) - 1)).toBeLessThan(0.2)
  } finally {
    child.kill('SIGKILL')
    await child
  }
  expect(await readGroupMemory(group)).toBe(0)
})
