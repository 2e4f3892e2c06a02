import { createRequire } from 'node:module'
import type { HostEvent, HostObserver } from './events.ts'
import type { HostStats } from './stats.ts'

/** Metrics of one or more hosts, in the format that Prometheus reads. */
export interface HostMetrics {
  /** Counts an event. */
  readonly observe: HostObserver
  /** Media type of what `render` gives. */
  readonly contentType: string
  /**
   * All metrics as text.
   *
   * @param stats What the host does at this moment; absent where only what has happened is of interest.
   */
  render(stats?: HostStats): Promise<string>
}

/** Seconds: from a call that costs nothing to a language model that takes its time. */
const REQUEST_SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
const CALL_SECONDS = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60]

/**
 * Counts what happens in a host. Labels have few values, all of them the host's or the manifest's: a
 * model has a name of its own only where it is granted, methods, paths and outbound hosts have none. What
 * belongs to a request has the component as a label, where the application has a manifest.
 *
 * @example
 * const metrics = createHostMetrics()
 * const host = await createAppHost(component, { ...options, onEvent: metrics.observe })
 * console.log(await metrics.render(host.stats()))
 */
export function createHostMetrics(): HostMetrics {
  // Loaded here, for those that have a use for it.
  const { Counter, Gauge, Histogram, Registry } = createRequire(import.meta.url)(
    'prom-client',
  ) as typeof import('prom-client')
  const registry = new Registry()
  const registers = [registry]
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[] = []) =>
    new Counter({ name: `airlock_${name}`, help, labelNames, registers })
  const gauge = (name: string, help: string) => new Gauge({ name: `airlock_${name}`, help, registers })
  const histogram = <Label extends string>(
    name: string,
    help: string,
    buckets: number[],
    labelNames: readonly Label[] = [],
  ) => new Histogram({ name: `airlock_${name}`, help, buckets, labelNames, registers })

  const requests = counter('requests_total', 'Requests answered, by class of status.', ['component', 'class'])
  const requestSeconds = histogram(
    'request_duration_seconds',
    'From the entry of a request until it is answered.',
    REQUEST_SECONDS,
    ['component'],
  )
  const waitSeconds = histogram(
    'request_wait_seconds',
    'From the entry of a request until an instance takes it.',
    REQUEST_SECONDS,
    ['component'],
  )
  const failures = counter('request_failures_total', 'Requests without an answer of the application.', [
    'component',
    'code',
  ])
  const instances = counter(
    'instance_runs_total',
    'Requests that an instance has ended, by what becomes of it: reset or discarded.',
    ['component', 'outcome'],
  )
  const made = counter('instances_made_total', 'Instances made, for requests or ahead of need.')
  const workerStarts = counter('worker_starts_total', 'Worker processes started.')
  const workerEnds = counter('worker_ends_total', 'Worker processes ended: closed, retired or failed.', [
    'outcome',
  ])
  const llmCalls = counter('llm_calls_total', 'Calls of language models.', [
    'component',
    'operation',
    'model',
    'outcome',
  ])
  const llmTokens = counter('llm_tokens_total', 'Tokens that language models read and wrote.', [
    'component',
    'model',
    'kind',
  ])
  const llmSeconds = histogram('llm_call_duration_seconds', 'Time of calls of models.', CALL_SECONDS, [
    'model',
  ])
  const outbound = counter('outbound_requests_total', 'HTTP requests that guests made, by outcome.', [
    'component',
    'outcome',
  ])
  const gauges = {
    ready: gauge('ready', '1 where the application takes requests.'),
    running: gauge('requests_in_flight', 'Requests that an instance works on.'),
    waiting: gauge('requests_waiting', 'Requests that wait for a turn.'),
    workers: gauge('workers', 'Worker processes.'),
    instances: gauge('instances', 'Instances that are made.'),
    guestMemoryBytes: gauge('guest_memory_bytes', 'Resident memory of all worker processes.'),
  } satisfies Record<keyof HostStats, import('prom-client').Gauge>

  function observe(event: HostEvent): void {
    const by = event.component === undefined ? {} : { component: event.component }
    switch (event.type) {
      case 'request-ended':
        requests.inc({ ...by, class: `${Math.trunc(event.status / 100)}xx` })
        requestSeconds.observe(by, event.durationMs / 1000)
        return
      case 'request-failed':
        failures.inc({ ...by, code: event.code })
        return
      case 'instance-started':
        waitSeconds.observe(by, event.waitedMs / 1000)
        return
      case 'instance-ended':
        instances.inc({ ...by, outcome: event.outcome })
        return
      case 'instances-made':
        made.inc(event.count)
        return
      case 'worker-started':
        workerStarts.inc()
        return
      case 'worker-ended':
        workerEnds.inc({ outcome: event.outcome })
        return
      case 'llm-called': {
        const { operation, outcome } = event
        const model = outcome === 'refused' ? '' : event.model
        llmCalls.inc({ ...by, operation, model, outcome })
        if (outcome === 'refused') return
        llmSeconds.observe({ model }, event.durationMs / 1000)
        llmTokens.inc({ ...by, model, kind: 'prompt' }, event.promptTokens)
        llmTokens.inc({ ...by, model, kind: 'generated' }, event.generatedTokens)
        return
      }
      case 'outbound-requested':
        outbound.inc({ ...by, outcome: event.outcome })
        return
      default:
        return
    }
  }

  return {
    observe,
    contentType: registry.contentType,
    async render(stats) {
      for (const name of stats === undefined ? [] : Object.keys(gauges)) {
        const key = name as keyof HostStats
        gauges[key].set(Number(stats?.[key] ?? 0))
      }
      return registry.metrics()
    },
  }
}
