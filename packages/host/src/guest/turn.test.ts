import { expect, test } from 'vitest'
import { GivenUp, Turn } from './turn.ts'

/** A turn that notes what it tells the host, with functions of a host that wait, and that do not. */
function start() {
  const events: string[] = []
  const turn = new Turn({
    running: (id) => events.push(`running ${id}`),
    suspended: (id) => events.push(`suspended ${id}`),
  })
  const gates = { a: Promise.withResolvers<string>(), b: Promise.withResolvers<string>() }
  class Pollable {
    block(): Promise<string> {
      return gates.b.promise
    }
    async blockTwice(): Promise<string> {
      return `${await this.block()} twice`
    }
    ready(): boolean {
      return true
    }
  }
  const linked = turn.watch({
    host: {
      wait: () => gates.a.promise,
      now: () => 1,
      fail: async () => Promise.reject(new Error('no')),
      Pollable,
    },
  }).host as {
    wait(): Promise<string>
    now(): number
    fail(): Promise<never>
    Pollable: typeof Pollable
  }
  return { events, turn, gates, linked, Pollable }
}

test('one guest is entered at a time, and another when it waits', async () => {
  const { events, turn, gates, linked } = start()
  await turn.take(1)
  const second = turn.take(2)
  expect(linked.now()).toBe(1)
  expect(events).toEqual(['running 1'])
  const waiting = linked.wait()
  await second
  expect(events).toEqual(['running 1', 'suspended 1', 'running 2'])
  // What it waits for is there, but another guest is entered.
  gates.a.resolve('there')
  await gates.a.promise
  expect(events).toHaveLength(3)
  turn.release(2)
  expect(await waiting).toBe('there')
  expect(events.at(-1)).toBe('running 1')
})

test('what fails comes back in its turn, too', async () => {
  const { events, turn, linked } = start()
  await turn.take(1)
  await expect(linked.fail()).rejects.toThrow('no')
  expect(events).toEqual(['running 1', 'suspended 1', 'running 1'])
})

test('methods are watched where they are, and one that calls another gives the turn away once', async () => {
  const { events, turn, gates, linked, Pollable } = start()
  expect(linked.Pollable).toBe(Pollable)
  await turn.take(1)
  const pollable = new linked.Pollable()
  expect(pollable.ready()).toBe(true)
  const waiting = pollable.blockTwice()
  const second = turn.take(2)
  await second
  gates.b.resolve('ready')
  turn.release(2)
  expect(await waiting).toBe('ready twice')
  expect(events).toEqual(['running 1', 'suspended 1', 'running 2', 'running 1'])
})

test('a request that is given up is not entered, or its guest gets an exception', async () => {
  const { events, turn, linked } = start()
  await turn.take(1)
  const second = turn.take(2)
  turn.cancel(2)
  await expect(second).rejects.toThrow(GivenUp)
  const waiting = linked.wait()
  turn.cancel(1)
  await expect(waiting).rejects.toThrow(GivenUp)
  expect(events).toEqual(['running 1', 'suspended 1', 'running 1'])
})
