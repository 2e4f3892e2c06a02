import { expect, test } from 'vitest'
import { Diverged, Journal } from './journal.ts'

const nothing = new Uint8Array()
const bytes = (...values: number[]) => Uint8Array.from(values)

/** Serves what is asked for, and notes it. */
function server() {
  const asked: unknown[] = []
  const serve = (answer: unknown) => async () => {
    asked.push(answer)
    return { answer }
  }
  return { asked, serve }
}

test('a second run is answered from the journal, then goes on by itself', async () => {
  const journal = new Journal(10_000)
  const { asked, serve } = server()
  await journal.ask('llm.infer', { prompt: 'a' }, nothing, serve('first'))
  await journal.ask('http.send', { path: '/' }, bytes(1, 2), serve('second'))
  journal.rewind()
  expect(await journal.ask('llm.infer', { prompt: 'a' }, nothing, serve('again'))).toEqual({
    answer: 'first',
  })
  expect(await journal.ask('http.send', { path: '/' }, bytes(1, 2), serve('again'))).toEqual({
    answer: 'second',
  })
  expect(await journal.ask('llm.infer', { prompt: 'a' }, nothing, serve('third'))).toEqual({
    answer: 'third',
  })
  expect(asked).toEqual(['first', 'second', 'third'])
})

test('what is still under way is waited for, not begun anew', async () => {
  const journal = new Journal(10_000)
  const { promise, resolve } = Promise.withResolvers<{ answer: string }>()
  const first = journal.ask('llm.infer', 'a', nothing, () => promise)
  journal.rewind()
  const second = journal.ask('llm.infer', 'a', nothing, () => Promise.reject(new Error('asked twice')))
  resolve({ answer: 'late' })
  expect([await first, await second]).toEqual([{ answer: 'late' }, { answer: 'late' }])
})

test.each([
  ['another operation', 'http.send', { a: 1 }, bytes(1)],
  ['other arguments', 'llm.infer', { a: 2 }, bytes(1)],
  ['another payload', 'llm.infer', { a: 1 }, bytes(2)],
])('%s than before is noticed', async (_, operation, args, payload) => {
  const journal = new Journal(10_000)
  const { serve } = server()
  await journal.ask('llm.infer', { a: 1 }, bytes(1), serve('x'))
  journal.rewind()
  expect(() => journal.ask(operation, args, payload, serve('y'))).toThrow(Diverged)
})

test.each([
  ['arguments', 'x'.repeat(200), 'short', nothing],
  ['answers', 'short', 'x'.repeat(200), nothing],
  ['payloads', 'short', 'short', new Uint8Array(200)],
])('%s above the limit end it, and no request', async (_, args, answer, payload) => {
  const journal = new Journal(650)
  const { serve } = server()
  expect(await journal.ask('llm.infer', args, payload, serve(answer))).toEqual({ answer })
  expect(journal.complete).toBe(false)
  expect(await journal.ask('llm.infer', 'b', nothing, serve('next'))).toEqual({ answer: 'next' })
})

test('what was asked and failed cannot be told again', async () => {
  const journal = new Journal(100)
  await expect(journal.ask('a.b', null, nothing, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(journal.complete).toBe(false)
})

test('many small things are counted for what they take', async () => {
  const journal = new Journal(10_000)
  const { serve } = server()
  for (let count = 0; count < 30; count += 1) await journal.ask('a.b', 1, nothing, serve(1))
  expect(journal.complete).toBe(false)
})

test('what a second run has still to come to is answered, though there can be no third', async () => {
  const journal = new Journal(10_000)
  const { asked, serve } = server()
  await journal.ask('http.send', 1, nothing, serve('first'))
  const { promise, resolve } = Promise.withResolvers<{ answer: string }>()
  const late = journal.ask('http.send', 2, nothing, () => promise)
  await journal.ask('http.send', 3, nothing, serve('third'))
  journal.rewind()
  await journal.ask('http.send', 1, nothing, serve('first again'))
  resolve({ answer: 'x'.repeat(20_000) })
  await late
  expect(journal.complete).toBe(false)
  await journal.ask('http.send', 2, nothing, serve('second again'))
  expect(() => journal.ask('http.send', 4, nothing, serve('fourth'))).toThrow(Diverged)
  await journal.ask('http.send', 5, nothing, serve('fifth'))
  expect(asked).toEqual(['first', 'third', 'fifth'])
})

test('what is given up before a second run begins is answered in it', async () => {
  const journal = new Journal(10_000)
  const { asked, serve } = server()
  await journal.ask('http.send', 1, nothing, serve('first'))
  journal.rewind()
  journal.giveUp()
  journal.rewind()
  expect(await journal.ask('http.send', 1, nothing, serve('again'))).toEqual({ answer: 'first' })
  expect(asked).toEqual(['first'])
})
