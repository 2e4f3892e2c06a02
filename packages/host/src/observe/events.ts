/** How loud an event is in a log. */
export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** An inference or embeddings that a guest asked for, after it has ended. */
export interface LlmCalled {
  readonly type: 'llm-called'
  readonly operation: 'infer' | 'embed'
  /** As the guest gave it; of one that is `refused` it can be anything. */
  readonly model: string
  readonly outcome: 'ok' | 'refused' | 'failed'
  readonly promptTokens: number
  readonly generatedTokens: number
  readonly durationMs: number
}

/** An HTTP request that a guest made, after it has ended. */
export interface OutboundRequested {
  readonly type: 'outbound-requested'
  /** As the guest gave it. */
  readonly method: string
  /** Scheme, host and port; path and query are the guest's business. */
  readonly origin: string
  readonly outcome: 'ok' | 'denied' | 'timeout' | 'too-large' | 'failed'
  /** Where there was an answer. */
  readonly status?: number
  readonly durationMs: number
}

/** What a service tells of one call of a guest; the host adds the request. */
export type ServiceEvent = LlmCalled | OutboundRequested

/** Takes what a service tells of a call. */
export type ObserveCall = (event: ServiceEvent) => void

/** Why a request has no answer of the application. */
export type RequestFailure =
  | 'trapped'
  | 'exited'
  | 'memory-exceeded'
  | 'deadline-exceeded'
  | 'cpu-time-exceeded'
  | 'queue-full'
  | 'body-too-large'
  | 'interrupted'
  | 'unusable'

/** What can happen to one request. */
type RequestEvent =
  | {
      readonly type: 'request-started'
      readonly method: string
      /** Without the query, which may hold secrets. */
      readonly path: string
      /** W3C Trace Context, as the client sent it. */
      readonly traceparent?: string
      readonly tracestate?: string
    }
  /** It is answered; a body that comes in parts may still be on its way. */
  | { readonly type: 'request-ended'; readonly status: number; readonly durationMs: number }
  /** The application gave no answer, or broke off after it. */
  | { readonly type: 'request-failed'; readonly code: RequestFailure; readonly text: string }
  /** It was handed to an instance. */
  | { readonly type: 'instance-started'; readonly worker: number; readonly waitedMs: number }
  /** The instance did its last for the request, which may be after the answer. */
  | {
      readonly type: 'instance-ended'
      readonly worker: number
      /** Is it to be put back into its initial state, for another request? */
      readonly outcome: 'reset' | 'discarded'
      readonly durationMs: number
    }
  | LlmCalled
  | OutboundRequested

/** What can happen outside of any request, or where nobody knows for which one. */
type WorkerEvent =
  | { readonly type: 'worker-started'; readonly worker: number }
  /** A worker has made instances, for requests or ahead of need. */
  | { readonly type: 'instances-made'; readonly worker: number; readonly count: number }
  | {
      readonly type: 'worker-ended'
      readonly worker: number
      /** `closed` with the host, `retired` to get rid of an instance, or `failed` by itself. */
      readonly outcome: 'closed' | 'retired' | 'failed'
      readonly text: string
    }
  /** A line that the guest printed, control characters made visible. */
  | { readonly type: 'output'; readonly stream: 'stdout' | 'stderr'; readonly text: string }
  /** What the host has to say. */
  | { readonly type: 'message'; readonly level: LogLevel; readonly text: string }

/** An event as the part of the host gives it that knows of it. */
export type HostEventBody =
  | (RequestEvent & { readonly request: string })
  | (WorkerEvent & { readonly request?: string })

/** Something that happened in a host. `request` is the same in all events of one request. */
export type HostEvent = HostEventBody & {
  /** Milliseconds since 1970. */
  readonly time: number
  /** Id of the component, where an application has a manifest. */
  readonly component?: string
}

/** Takes what happens in a host, in its order. What it throws is dropped. */
export type HostObserver = (event: HostEvent) => void

/** Gives an event to whoever observes. */
export type Notify = (event: HostEventBody) => void

/**
 * Makes the function by which the parts of a host tell what happens.
 *
 * @param observer Absent where nobody observes; then nothing is done.
 */
export function createNotify(observer: HostObserver | undefined): Notify {
  if (observer === undefined) return () => {}
  return (event) => {
    try {
      observer({ time: Date.now(), ...event })
    } catch {
      // A log that is full or a tracer that fails is no reason to fail a request.
    }
  }
}

/** One observer of several. Each is told, whatever the others do. */
export function combineObservers(...observers: readonly HostObserver[]): HostObserver {
  const notifiers = observers.map((observer) => createNotify(observer))
  return (event) => {
    for (const notify of notifiers) notify(event)
  }
}
