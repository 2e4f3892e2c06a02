import { beforeEach, expect, test, vi } from 'vitest'
import { CallChannels } from '../channels/call-channels.ts'
import type { Component } from './component.ts'
import type { GuestScope } from './instance-context.ts'
import { UnseenWrite } from './memory-state.ts'
import { InstancePool } from './pool.ts'

const soon: (() => void)[] = []
vi.mock('node:timers', async (original) => ({
  ...(await original<typeof import('node:timers')>()),
  setImmediate: (run: () => void) => void soon.push(run),
}))
beforeEach(() => void soon.splice(0))

/** A component whose instances have changed where nothing has marked it. */
const component: Component = {
  obstacles: [],
  instantiate: async () => ({
    exports: {},
    memoryBytes: () => 0,
    tableElements: () => 0,
    totalBytes: () => 0,
    images: [],
    obstacle: undefined,
    reset: () => {
      throw new UnseenWrite('seen')
    },
  }),
}

const scope: GuestScope = {
  ask: () => Promise.reject(new Error('nobody answers')),
  channels: new CallChannels(0, () => {}, 0),
  log: () => {},
}

const makePool = () =>
  new InstancePool(
    component,
    () => ({}),
    () => {},
  )

test('a write that nobody has marked ends the process where instances are put back', async () => {
  const lease = await makePool().take(scope, false)
  lease.end(true)
  for (const run of soon.splice(0)) run()
  expect(soon).toHaveLength(1)
  expect(soon[0]).toThrow(UnseenWrite)
})

test('so it does where the next call is faster, which gets no instance', async () => {
  const pool = makePool()
  const lease = await pool.take(scope, false)
  lease.end(true)
  const [putBack] = soon.splice(0)
  const next = vi.fn()
  void pool.take(scope, false).then(next, next)
  expect(soon).toHaveLength(1)
  expect(soon[0]).toThrow(UnseenWrite)
  putBack?.()
  await new Promise((resolve) => setTimeout(resolve, 10))
  expect(next).not.toHaveBeenCalled()
})
