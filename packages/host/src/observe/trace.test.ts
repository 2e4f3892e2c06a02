import { context, propagation, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import {
  InMemorySpanExporter,
  SimpleSpanProcessor,
  StackContextManager,
  TracerProvider,
} from '@opentelemetry/sdk-trace'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { HostEventBody } from './events.ts'
import { createHostTracer } from './trace.ts'

const exporter = new InMemorySpanExporter()
const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] })
beforeEach(() => void propagation.setGlobalPropagator(new W3CTraceContextPropagator()))
afterEach(() => {
  exporter.reset()
  propagation.disable()
  context.disable()
})

const request = 'r1'
const started = { type: 'request-started', request, method: 'POST', path: '/api' } as const
const ended = { type: 'request-ended', request, status: 200, durationMs: 30 } as const
const instance = { type: 'instance-started', request, worker: 4, waitedMs: 1 } as const
const reset = { type: 'instance-ended', request, worker: 4, outcome: 'reset', durationMs: 25 } as const
const inferred = {
  type: 'llm-called',
  request,
  operation: 'infer',
  model: 'llama2-chat',
  outcome: 'ok',
  promptTokens: 5,
  generatedTokens: 7,
  durationMs: 8,
} as const
const fetched = {
  type: 'outbound-requested',
  request,
  method: 'GET',
  origin: 'https://a.example',
  outcome: 'denied',
  durationMs: 2,
} as const

/** Spans of some events, 10 ms apart, by name. */
async function traceEvents(...events: HostEventBody[]) {
  const observe = createHostTracer({ provider })
  events.forEach((event, index) => {
    observe({ time: 1_000_000 + 10 * index, ...event })
  })
  await provider.forceFlush()
  return new Map(exporter.getFinishedSpans().map((span) => [span.name, span]))
}

const milliseconds = ([seconds, nanoseconds]: readonly [number, number]) => seconds * 1000 + nanoseconds / 1e6

describe('createHostTracer', () => {
  it('makes a span of the request, the instance and each call, one below the other', async () => {
    const spans = await traceEvents(started, instance, inferred, fetched, reset, ended)
    expect([...spans.keys()].toSorted()).toEqual(['GET', 'POST', 'chat llama2-chat', 'instance'])
    const post = spans.get('POST')
    expect(post?.kind).toBe(SpanKind.SERVER)
    expect(post?.parentSpanContext).toBeUndefined()
    expect(post?.attributes).toEqual({
      'http.request.method': 'POST',
      'url.path': '/api',
      'airlock.request': 'r1',
      'http.response.status_code': 200,
    })
    expect(spans.get('instance')?.parentSpanContext?.spanId).toBe(post?.spanContext().spanId)
    expect(spans.get('instance')?.attributes['airlock.instance.outcome']).toBe('reset')
    const chat = spans.get('chat llama2-chat')
    expect(chat?.parentSpanContext?.spanId).toBe(spans.get('instance')?.spanContext().spanId)
    expect(chat?.attributes).toEqual({
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'llama2-chat',
      'gen_ai.usage.input_tokens': 5,
      'gen_ai.usage.output_tokens': 7,
    })
    expect(milliseconds(chat?.startTime ?? [0, 0])).toBe(1_000_012)
    expect(milliseconds(chat?.endTime ?? [0, 0])).toBe(1_000_020)
    expect(spans.get('GET')?.status.code).toBe(SpanStatusCode.ERROR)
    expect(spans.get('GET')?.attributes['error.type']).toBe('denied')
    expect(new Set([...spans.values()].map((span) => span.spanContext().traceId)).size).toBe(1)
  })

  it('continues the trace of the client', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
    const traceparent = `00-${traceId}-00f067aa0ba902b7-01`
    const post = (await traceEvents({ ...started, traceparent, tracestate: 'a=b' }, ended)).get('POST')
    expect(post?.spanContext().traceId).toBe(traceId)
    expect(post?.parentSpanContext?.spanId).toBe('00f067aa0ba902b7')
    expect(post?.spanContext().traceState?.get('a')).toBe('b')
  })

  it.each(['', 'x', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`, `00-${'a'.repeat(10_000)}`])(
    'begins a trace of its own where the header is none: %#',
    async (traceparent) => {
      const post = (await traceEvents({ ...started, traceparent }, ended)).get('POST')
      expect(post?.parentSpanContext).toBeUndefined()
    },
  )

  it('goes below the span that is active where the host is called', async () => {
    context.setGlobalContextManager(new StackContextManager().enable())
    const outer = provider.getTracer('test').startSpan('outer')
    const observe = createHostTracer({ provider })
    context.with(trace.setSpan(context.active(), outer), () => {
      observe({ time: 1, ...started, traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' })
    })
    observe({ time: 2, ...ended })
    await provider.forceFlush()
    const [post] = exporter.getFinishedSpans()
    expect(post?.parentSpanContext?.spanId).toBe(outer.spanContext().spanId)
  })

  it('says why a request failed', async () => {
    const post = (
      await traceEvents(
        started,
        { type: 'request-failed', request, code: 'deadline-exceeded', text: 'too slow' },
        { ...ended, status: 504 },
      )
    ).get('POST')
    expect([post?.status.code, post?.attributes['error.type']]).toEqual([
      SpanStatusCode.ERROR,
      'deadline-exceeded',
    ])
  })

  it('keeps what an instance does after the answer', async () => {
    const spans = await traceEvents(started, instance, ended, inferred, reset, { ...inferred, model: 'late' })
    expect([...spans.keys()]).toEqual(['chat llama2-chat', 'instance', 'POST'])
  })

  it('needs no SDK', () => {
    const observe = createHostTracer()
    for (const event of [started, instance, inferred, reset, ended]) observe({ time: 1, ...event })
    expect(exporter.getFinishedSpans()).toEqual([])
  })
})
