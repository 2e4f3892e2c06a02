import { expect, test } from 'vitest'
import { CallChannels } from '../channels/call-channels.ts'
import { getVariable } from '../services/variables/calls.ts'
import { HostCalls } from './host-calls.ts'

test('what a call has asked for is forgotten with it, and that of others is not', async () => {
  const sent: object[] = []
  const calls = new HostCalls((message) => sent.push(message))
  const askFor = (call: number) => calls.forCall(call, new CallChannels(call, () => {}, 0))
  void askFor(1)(getVariable, { name: 'a' })
  const other = askFor(2)(getVariable, { name: 'b' })
  calls.forget(1)
  expect(calls.pending).toBe(1)
  // It comes all the same, too late.
  calls.receive({ type: 'answer', id: 1, answer: { tag: 'ok', value: 'of the first' } }, new Uint8Array())
  calls.receive({ type: 'answer', id: 2, answer: { tag: 'ok', value: 'its own' } }, new Uint8Array())
  expect((await other).answer).toEqual({ tag: 'ok', value: 'its own' })
  expect(calls.pending).toBe(0)
})
