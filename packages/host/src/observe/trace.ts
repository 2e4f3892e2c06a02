import { createRequire } from 'node:module'
import type { Attributes, Context, Span, TracerProvider } from '@opentelemetry/api'
import type { HostEvent, HostObserver } from './events.ts'

/** How spans are made. */
export interface HostTracerOptions {
  /** @default the provider that is registered with `@opentelemetry/api`, at the time of each span */
  readonly provider?: TracerProvider
}

/** The span of a request; it ends once the request is answered and its instance has ended. */
interface OpenRequest {
  readonly span: Span
  readonly context: Context
  instance?: { readonly span: Span; readonly context: Context }
  answered: boolean
}

/**
 * Makes OpenTelemetry spans of what happens in a host: one a request, below it one for the time that an
 * instance works on it, below that one for each call of a language model and each outbound request.
 * Names and attributes are those of the semantic conventions of OpenTelemetry; prompts, answers, bodies,
 * queries and header fields are in none.
 *
 * A request continues the span that is active where the host is called, else that of the `traceparent`
 * that the client sent, read by whichever propagator is registered. Where no SDK is registered, spans
 * are the API's empty ones.
 *
 * @example
 * const host = await createAppHost(component, { ...options, onEvent: createHostTracer() })
 */
export function createHostTracer(options: HostTracerOptions = {}): HostObserver {
  // Loaded here, for those that have a use for it.
  const { context, propagation, SpanKind, SpanStatusCode, trace } = createRequire(import.meta.url)(
    '@opentelemetry/api',
  ) as typeof import('@opentelemetry/api')
  const open = new Map<string, OpenRequest>()
  const tracer = (options.provider ?? trace).getTracer('@wasm-airlock/host')

  return (event) => {
    if (event.type === 'request-started') {
      const { traceparent, tracestate, method, path, component } = event
      const parent =
        trace.getActiveSpan() === undefined
          ? propagation.extract(context.active(), { traceparent, tracestate })
          : context.active()
      const attributes = {
        'http.request.method': method,
        'url.path': path,
        'airlock.request': event.request,
        ...(component === undefined ? {} : { 'airlock.component': component }),
      }
      const kind = SpanKind.SERVER
      const span = tracer.startSpan(method, { kind, attributes, startTime: event.time }, parent)
      open.set(event.request, { span, context: trace.setSpan(parent, span), answered: false })
      return
    }
    const request = event.request === undefined ? undefined : open.get(event.request)
    if (request !== undefined) continueRequest(request, event)
  }

  function continueRequest(request: OpenRequest, event: HostEvent): void {
    switch (event.type) {
      case 'request-ended':
        request.span.setAttribute('http.response.status_code', event.status)
        if (event.status >= 500) request.span.setStatus({ code: SpanStatusCode.ERROR })
        request.answered = true
        endWhereDone(request, event.request, event.time)
        return
      case 'request-failed':
        request.span.setAttribute('error.type', event.code)
        return
      case 'instance-started': {
        const attributes = { 'airlock.worker': event.worker, 'airlock.waited_ms': event.waitedMs }
        const span = tracer.startSpan('instance', { attributes, startTime: event.time }, request.context)
        request.instance = { span, context: trace.setSpan(request.context, span) }
        return
      }
      case 'instance-ended':
        request.instance?.span.setAttribute('airlock.instance.outcome', event.outcome)
        request.instance?.span.end(event.time)
        delete request.instance
        endWhereDone(request, event.request, event.time)
        return
      case 'llm-called': {
        const name = event.operation === 'infer' ? 'chat' : 'embeddings'
        addCall(request, event, `${name} ${event.outcome === 'refused' ? '' : event.model}`.trim(), {
          'gen_ai.operation.name': name,
          'gen_ai.request.model': event.model,
          'gen_ai.usage.input_tokens': event.promptTokens,
          'gen_ai.usage.output_tokens': event.generatedTokens,
        })
        return
      }
      case 'outbound-requested':
        addCall(request, event, event.method, {
          'http.request.method': event.method,
          'url.full': event.origin,
          ...(event.status === undefined ? {} : { 'http.response.status_code': event.status }),
        })
        return
      default:
        return
    }
  }

  /** Calls are told of when they have ended. */
  function addCall(
    request: OpenRequest,
    event: Extract<HostEvent, { type: 'llm-called' | 'outbound-requested' }>,
    name: string,
    attributes: Attributes,
  ): void {
    const startTime = event.time - event.durationMs
    const parent = request.instance?.context ?? request.context
    const span = tracer.startSpan(name, { kind: SpanKind.CLIENT, attributes, startTime }, parent)
    if (event.outcome !== 'ok') {
      span.setAttribute('error.type', event.outcome)
      span.setStatus({ code: SpanStatusCode.ERROR })
    }
    span.end(event.time)
  }

  function endWhereDone(request: OpenRequest, id: string, time: number): void {
    if (!request.answered || request.instance !== undefined) return
    request.span.end(time)
    open.delete(id)
  }
}
