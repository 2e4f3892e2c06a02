import { describe, expect, it } from 'vitest'
import type { HostEventBody } from './events.ts'
import { createHostMetrics } from './metrics.ts'

/** Metrics after some events, by name and labels; without histograms' buckets. */
async function measure(...events: HostEventBody[]): Promise<Record<string, number>> {
  const metrics = createHostMetrics()
  for (const event of events) metrics.observe({ time: 0, ...event })
  return read(await metrics.render())
}

function read(text: string): Record<string, number> {
  const samples = text.split('\n').filter((line) => /^airlock_/.test(line) && !line.includes('_bucket{'))
  return Object.fromEntries(
    samples
      .map((line) => line.replace(/^airlock_/, '').split(/ (?=[^ ]+$)/))
      .map(([name, value]) => [name, Number(value)]),
  )
}

const request = 'r1'

describe('createHostMetrics', () => {
  it('counts requests by class of status, and how long they took', async () => {
    const metrics = createHostMetrics()
    for (const [status, durationMs] of [
      [200, 3],
      [204, 40],
      [404, 5],
      [504, 30_000],
    ] as const)
      metrics.observe({ time: 0, type: 'request-ended', request, status, durationMs })
    const text = await metrics.render()
    expect(read(text)).toMatchObject({
      'requests_total{class="2xx"}': 2,
      'requests_total{class="4xx"}': 1,
      'requests_total{class="5xx"}': 1,
      request_duration_seconds_count: 4,
      request_duration_seconds_sum: 30.048,
    })
    expect(text).toContain('airlock_request_duration_seconds_bucket{le="0.005"} 2')
    expect(metrics.contentType).toBe('text/plain; version=0.0.4; charset=utf-8')
  })

  it('counts failures by code, resets and workers', async () => {
    expect(
      await measure(
        { type: 'request-failed', request, code: 'trapped', text: 'x' },
        { type: 'request-failed', request, code: 'deadline-exceeded', text: 'x' },
        { type: 'instance-started', request, worker: 1, waitedMs: 500 },
        { type: 'instance-ended', request, worker: 1, outcome: 'reset', durationMs: 1 },
        { type: 'instance-ended', request, worker: 1, outcome: 'reset', durationMs: 1 },
        { type: 'instance-ended', request, worker: 1, outcome: 'discarded', durationMs: 1 },
        { type: 'worker-started', worker: 1 },
        { type: 'instances-made', worker: 1, count: 3 },
        { type: 'worker-ended', worker: 1, outcome: 'failed', text: '' },
        { type: 'worker-started', worker: 2 },
      ),
    ).toMatchObject({
      'request_failures_total{code="trapped"}': 1,
      'request_failures_total{code="deadline-exceeded"}': 1,
      request_wait_seconds_sum: 0.5,
      'instance_runs_total{outcome="reset"}': 2,
      'instance_runs_total{outcome="discarded"}': 1,
      instances_made_total: 3,
      worker_starts_total: 2,
      'worker_ends_total{outcome="failed"}': 1,
    })
  })

  it('counts calls and tokens by model, and never by a name that is not granted', async () => {
    const call = { type: 'llm-called', request, operation: 'infer', durationMs: 250 } as const
    const refused = { promptTokens: 0, generatedTokens: 0, outcome: 'refused' } as const
    const samples = await measure(
      { ...call, model: 'llama2-chat', outcome: 'ok', promptTokens: 5, generatedTokens: 7 },
      { ...call, model: 'llama2-chat', outcome: 'ok', promptTokens: 1, generatedTokens: 1 },
      { ...call, model: 'llama2-chat', outcome: 'failed', promptTokens: 0, generatedTokens: 0 },
      ...Array.from({ length: 50 }, (_, index) => ({ ...call, ...refused, model: `made up"${index}\n` })),
    )
    expect(samples).toMatchObject({
      'llm_calls_total{operation="infer",model="llama2-chat",outcome="ok"}': 2,
      'llm_calls_total{operation="infer",model="llama2-chat",outcome="failed"}': 1,
      'llm_calls_total{operation="infer",model="",outcome="refused"}': 50,
      'llm_tokens_total{model="llama2-chat",kind="prompt"}': 6,
      'llm_tokens_total{model="llama2-chat",kind="generated"}': 8,
      'llm_call_duration_seconds_sum{model="llama2-chat"}': 0.75,
    })
    expect(JSON.stringify(samples)).not.toContain('made up')
  })

  it('counts outbound requests by outcome alone', async () => {
    const out = { type: 'outbound-requested', request, method: 'GET', durationMs: 1 } as const
    expect(
      await measure(
        { ...out, origin: 'https://a.example', outcome: 'ok', status: 200 },
        { ...out, origin: 'https://b.example', outcome: 'denied' },
        { ...out, origin: 'https://c.example', outcome: 'denied' },
      ),
    ).toMatchObject({
      'outbound_requests_total{outcome="ok"}': 1,
      'outbound_requests_total{outcome="denied"}': 2,
    })
  })

  it('says what the host does at this moment', async () => {
    const metrics = createHostMetrics()
    const stats = { running: 3, waiting: 2, workers: 1, instances: 4, guestMemoryBytes: 5e8 }
    expect(read(await metrics.render({ ready: true, ...stats }))).toMatchObject({
      ready: 1,
      requests_in_flight: 3,
      requests_waiting: 2,
      workers: 1,
      instances: 4,
      guest_memory_bytes: 500_000_000,
    })
    expect(read(await metrics.render({ ready: false, ...stats, running: 0 }))).toMatchObject({
      ready: 0,
      requests_in_flight: 0,
    })
  })

  it('names the component of an application with a manifest', async () => {
    const metrics = createHostMetrics()
    for (const component of ['front', 'front', 'back'])
      metrics.observe({ time: 0, component, type: 'request-ended', request, status: 200, durationMs: 1 })
    expect(read(await metrics.render())).toMatchObject({
      'requests_total{component="front",class="2xx"}': 2,
      'requests_total{component="back",class="2xx"}': 1,
      'request_duration_seconds_count{component="back"}': 1,
    })
  })

  it('keeps hosts apart', async () => {
    const [one, other] = [createHostMetrics(), createHostMetrics()]
    one.observe({ time: 0, type: 'worker-started', worker: 1 })
    expect(read(await other.render())).toMatchObject({ worker_starts_total: 0 })
  })
})
