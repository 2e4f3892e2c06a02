import { expect, test } from 'vitest'
import { CallChannels } from '../../../channels/call-channels.ts'
import type { Ask } from '../../../guest/host-calls.ts'
import { InstanceContext } from '../../../guest/instance-context.ts'
import { Fields } from './fields.ts'
import { OutgoingBody } from './outgoing-body.ts'
import { createOutgoingHandler } from './outgoing-handler.ts'
import { OutgoingRequest } from './outgoing-request.ts'

function begin() {
  const streams: (number | undefined)[] = []
  const ask = ((_: unknown, __: unknown, ___: unknown, stream?: number) => {
    streams.push(stream)
    return new Promise(() => {})
  }) as Ask
  const context = new InstanceContext()
  context.enter({ ask, channels: new CallChannels(1, () => {}, 0), log: () => {} })
  const handle = createOutgoingHandler(context)
  const send = () => {
    const request = new OutgoingRequest(new Fields())
    const body = request.body()
    return { sent: handle(request, undefined).tag, body: body.tag === 'ok' ? body.val : undefined }
  }
  return { streams, send }
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

test('no more bodies are begun at once than the host lets a guest have channels for, with its answer', async () => {
  const { streams, send } = begin()
  const outcomes = Array.from({ length: 40 }, send)
  expect(outcomes.map(({ sent }) => sent)).toEqual([...Array(31).fill('ok'), ...Array(9).fill('err')])
  await nextTurn()
  expect(streams).toHaveLength(31)
  expect(send().sent).toBe('err')
})

test('no more requests are under way at once than the host serves', () => {
  const { streams, send } = begin()
  for (let count = 0; count < 300; count += 1) {
    const { body } = send()
    OutgoingBody.finish(body as OutgoingBody, undefined)
  }
  expect(streams).toHaveLength(128)
})

test('a body that is complete, or given up, takes no room', async () => {
  const { streams, send } = begin()
  for (let count = 0; count < 100; count += 1) {
    const { sent, body } = send()
    expect(sent).toBe('ok')
    if (count % 2 === 0) OutgoingBody.finish(body as OutgoingBody, undefined)
    else body?.[Symbol.dispose]()
  }
  await nextTurn()
  expect(streams).toEqual(Array(50).fill(undefined))
})
