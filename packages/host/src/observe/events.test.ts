import { expect, test } from 'vitest'
import { combineObservers, createNotify, type HostEvent } from './events.ts'

test('an observer is told when something happened, and cannot hurt the host', () => {
  const seen: HostEvent[] = []
  const before = Date.now()
  const notify = createNotify((event) => {
    seen.push(event)
    throw new Error('full')
  })
  notify({ type: 'worker-started', worker: 1 })
  expect(seen).toEqual([{ time: expect.any(Number), type: 'worker-started', worker: 1 }])
  expect(seen[0]?.time).toBeGreaterThanOrEqual(before)
  expect(() => createNotify(undefined)({ type: 'worker-started', worker: 1 })).not.toThrow()
})

test('each of several observers is told the same, whatever the others do', () => {
  const seen: HostEvent[][] = [[], []]
  const observe = combineObservers(
    (event) => seen[0]?.push(event),
    () => {
      throw new Error('broken')
    },
    (event) => seen[1]?.push(event),
  )
  const event: HostEvent = { time: 7, type: 'worker-started', worker: 1 }
  observe(event)
  expect(seen).toEqual([[event], [event]])
})
