import { expect, test } from 'vitest'
import type { AppRequest } from '../app/request.ts'
import type { HostEventBody } from './events.ts'
import { RequestEvents } from './request-events.ts'

const request: AppRequest = { id: 'r1', method: 'GET', path: '/', headers: [], body: new Uint8Array() }

function tell(other: Partial<AppRequest> = {}): { events: HostEventBody[]; told: RequestEvents } {
  const events: HostEventBody[] = []
  return { events, told: new RequestEvents((event) => events.push(event), { ...request, ...other }) }
}

test('a query is not told, and a path not at any length', () => {
  expect(tell({ path: '/a?token=secret' }).events).toEqual([
    { type: 'request-started', request: 'r1', method: 'GET', path: '/a' },
  ])
  expect(tell({ path: `/${'x'.repeat(10_000)}` }).events[0]).toMatchObject({ path: `/${'x'.repeat(1999)}` })
})

test('a header that is there twice says nothing of the trace', () => {
  const headers = [
    ['Traceparent', 'one'],
    ['traceparent', 'other'],
    ['TraceState', 'a=b'],
  ] as const
  expect(tell({ headers }).events).toEqual([
    { type: 'request-started', request: 'r1', method: 'GET', path: '/', tracestate: 'a=b' },
  ])
})

test('a request that is handed to another worker has ended in the first', () => {
  const { events, told } = tell()
  told.placed(1)
  told.placed(2)
  told.left('reset')
  told.left('discarded')
  expect(events.slice(1)).toEqual([
    { type: 'instance-started', request: 'r1', worker: 1, waitedMs: expect.any(Number) },
    {
      type: 'instance-ended',
      request: 'r1',
      worker: 1,
      outcome: 'discarded',
      durationMs: expect.any(Number),
    },
    { type: 'instance-started', request: 'r1', worker: 2, waitedMs: expect.any(Number) },
    { type: 'instance-ended', request: 'r1', worker: 2, outcome: 'reset', durationMs: expect.any(Number) },
  ])
})

test('a guest that floods its host with calls does not flood the log', () => {
  const { events, told } = tell()
  for (let call = 0; call < 5000; call += 1)
    told.observe({
      type: 'outbound-requested',
      method: 'GET',
      origin: 'http://a',
      outcome: 'denied',
      durationMs: 1,
    })
  expect(events.length).toBe(1002)
  expect(events.at(-1)).toMatchObject({ type: 'message', request: 'r1', level: 'warn' })
})

test('nothing is done where nobody observes', () => {
  const told = new RequestEvents(undefined, request)
  told.placed(1)
  told.observe({ type: 'outbound-requested', method: 'GET', origin: '', outcome: 'ok', durationMs: 1 })
  told.left('reset')
  told.failed('trapped', '')
  told.answered(500)
})
