import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Slots } from './slots.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('places go to those who waited longest', async () => {
  const slots = new Slots(1, 2)
  expect(await slots.take(1000)).toBe('taken')
  const order: string[] = []
  const first = slots.take(1000).then(() => order.push('first'))
  const second = slots.take(1000).then(() => order.push('second'))
  slots.release()
  await first
  expect(order).toEqual(['first'])
  slots.release()
  await second
  slots.release()
  expect(await slots.take(1000)).toBe('taken')
})

test('a queue that is full takes nobody, and a wait has an end', async () => {
  const slots = new Slots(1, 1)
  await slots.take(1000)
  const waiting = slots.take(1000)
  expect(await slots.take(1000)).toBe('full')
  await vi.advanceTimersByTimeAsync(1000)
  expect(await waiting).toBe('late')
  slots.release()
  expect(await slots.take(1000)).toBe('taken')
})

test('nobody waits past the end', async () => {
  const slots = new Slots(1, 1)
  await slots.take(1000)
  const waiting = slots.take(1000)
  slots.close()
  expect([await waiting, await slots.take(1000)]).toEqual(['closed', 'closed'])
})

test('a wait ends with its signal, and leaves its place in the queue', async () => {
  const slots = new Slots(1, 1)
  await slots.take(1000)
  const controller = new AbortController()
  const waiting = slots.take(1000, controller.signal)
  controller.abort()
  expect([await waiting, await slots.take(1000, controller.signal)]).toEqual(['late', 'late'])
  const next = slots.take(1000)
  slots.release()
  expect(await next).toBe('taken')
})
