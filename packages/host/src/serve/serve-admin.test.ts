import { request } from 'node:http'
import { describe, expect, it } from 'vitest'
import { createHostMetrics } from '../observe/metrics.ts'
import type { HostStats } from '../observe/stats.ts'
import { serveAdmin } from './serve-admin.ts'

const stats: HostStats = {
  ready: true,
  running: 2,
  waiting: 1,
  workers: 1,
  instances: 3,
  guestMemoryBytes: 1024,
}

async function read(url: string, init: RequestInit = {}) {
  const response = await fetch(url, init)
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() }
}

describe('serveAdmin', () => {
  it('says that it lives, and whether the host is ready', async () => {
    let ready = false
    await using admin = await serveAdmin({ stats: () => ({ ...stats, ready }) })
    expect(admin.endpoint).toBe(`http://127.0.0.1:${admin.port}`)
    expect(await read(`${admin.endpoint}/healthz`)).toMatchObject({ status: 200, text: 'ok\n' })
    expect(await read(`${admin.endpoint}/readyz`)).toMatchObject({ status: 503, text: 'not ready\n' })
    ready = true
    expect(await read(`${admin.endpoint}/readyz?verbose`)).toMatchObject({ status: 200, text: 'ok\n' })
    const head = await fetch(`${admin.endpoint}/healthz`, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  it('serves metrics with what the host does at this moment', async () => {
    const metrics = createHostMetrics()
    await using admin = await serveAdmin({ stats: () => stats }, { metrics })
    metrics.observe({ time: 0, type: 'request-ended', request: 'r', status: 200, durationMs: 4 })
    const { status, type, text } = await read(`${admin.endpoint}/metrics`)
    expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8'])
    expect(text).toContain('airlock_requests_total{class="2xx"} 1\n')
    expect(text).toContain('airlock_requests_in_flight 2\n')
    expect(text).toContain('airlock_guest_memory_bytes 1024\n')
  })

  it('has nothing else', async () => {
    await using admin = await serveAdmin({ stats: () => stats })
    for (const path of ['/', '/metrics', '/healthz/', '/../healthz'])
      expect((await read(admin.endpoint + path)).status).toBe(path === '/../healthz' ? 200 : 404)
    expect((await read(`${admin.endpoint}/healthz`, { method: 'POST' })).status).toBe(405)
  })

  it('refuses web pages and other host names', async () => {
    await using admin = await serveAdmin({ stats: () => stats })
    const statusFor = (headers: Record<string, string>) =>
      new Promise((resolve, reject) => {
        request(`${admin.endpoint}/metrics`, { headers }, (response) => {
          response.resume()
          resolve(response.statusCode)
        })
          .on('error', reject)
          .end()
      })
    expect(await statusFor({ host: `evil.example:${admin.port}` })).toBe(421)
    expect(await statusFor({ origin: 'https://evil.example' })).toBe(403)
  })

  it('does not answer where the host cannot say', async () => {
    await using admin = await serveAdmin({
      stats: () => {
        throw new Error('gone')
      },
    })
    await expect(fetch(`${admin.endpoint}/readyz`)).rejects.toThrow('fetch failed')
  })

  it('says that its port is taken, and gives it back', async () => {
    const admin = await serveAdmin({ stats: () => stats })
    await expect(serveAdmin({ stats: () => stats }, { port: admin.port })).rejects.toMatchObject({
      code: 'port-in-use',
    })
    await Promise.all([admin.close(), admin.close()])
    await using again = await serveAdmin({ stats: () => stats }, { port: admin.port })
    expect(again.port).toBe(admin.port)
  })
})
