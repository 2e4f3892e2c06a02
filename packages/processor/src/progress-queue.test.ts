import type { ProgressEvent } from '@wasm-airlock/shared'
import { expect, test } from 'vitest'
import { ProgressQueue } from './progress-queue.ts'

const event = (message: string): ProgressEvent => ({ type: 'progress', step: 'test', message })

async function read(queue: ProgressQueue): Promise<string[]> {
  const messages: string[] = []
  for await (const each of queue) if (each.type === 'progress') messages.push(each.message)
  return messages
}

test('who comes late and who waits read the same events', async () => {
  const queue = new ProgressQueue()
  queue.push(event('one'))
  const early = read(queue)
  await Promise.resolve()
  queue.push(event('two'))
  queue.end(Promise.resolve())
  expect(await early).toEqual(['one', 'two'])
  expect(await read(queue)).toEqual(['one', 'two'])
})

test('a failure comes behind the events', async () => {
  const queue = new ProgressQueue()
  queue.push(event('one'))
  const failure = Promise.reject(new Error('over'))
  queue.end(failure)
  const iterator = queue[Symbol.asyncIterator]()
  expect(await iterator.next()).toMatchObject({ value: { message: 'one' } })
  await expect(iterator.next()).rejects.toThrow('over')
})
