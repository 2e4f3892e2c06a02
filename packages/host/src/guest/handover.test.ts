import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createHandover } from './handover.ts'

/** What generated code has instead of the globals. */
interface Globals {
  setTimeout(run: () => void, milliseconds?: number): unknown
  clearTimeout(timer: unknown): void
  FinalizationRegistry: new (clean: () => void) => { register(value: object): void }
}

test('timers run, but for those of a call that is over', async () => {
  const handover = createHandover({})
  const { setTimeout, clearTimeout } = handover.receiver.globals as Globals
  const ran: string[] = []
  setTimeout(() => ran.push('at once'))
  clearTimeout(setTimeout(() => ran.push('cleared'), 1))
  await sleep(5)
  setTimeout(() => ran.push('late'), 1)
  setTimeout(() => ran.push('later'), 2)
  handover.cancelTimers()
  setTimeout(() => ran.push('of the next call'), 1)
  await sleep(10)
  expect(ran).toEqual(['at once', 'of the next call'])
})

test('no destructor runs when the collector pleases', () => {
  const handover = createHandover({})
  const { FinalizationRegistry: Registry } = handover.receiver.globals as Globals
  const registry = new Registry(() => {})
  expect(registry).not.toBeInstanceOf(FinalizationRegistry)
  expect(handover.isEmpty(registry)).toBe(true)
  expect(handover.isEmpty({})).toBe(false)
})
