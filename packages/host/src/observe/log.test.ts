import { describe, expect, it } from 'vitest'
import type { HostEvent } from './events.ts'
import { formatHostEvent, levelOf } from './log.ts'

const time = Date.parse('2026-01-02T03:04:05.678Z')

describe('formatHostEvent', () => {
  it('is one JSON object, with the request', () => {
    const event: HostEvent = { time, type: 'request-ended', request: 'r1', status: 200, durationMs: 1.23456 }
    expect(formatHostEvent(event)).toBe(
      '{"time":"2026-01-02T03:04:05.678Z","level":"info","event":"request-ended","request":"r1","status":200,"durationMs":1.235}',
    )
  })

  it('has no request where there is none', () => {
    const event: HostEvent = { time, type: 'message', level: 'warn', text: 'hm' }
    expect(formatHostEvent(event)).toBe(
      '{"time":"2026-01-02T03:04:05.678Z","level":"warn","event":"message","text":"hm"}',
    )
  })

  it.each([
    '\n{"level":"error","event":"forged"}',
    '\u001b[2J\u001b]0;x\u0007',
    '\u009b31m',
    '\u202egnp.exe',
    '\u2028\u2029\u0000\u007f',
  ])('keeps a text of a guest in its place: %j', (text) => {
    const event: HostEvent = { time, type: 'output', stream: 'stdout', request: 'r1', text }
    const line = formatHostEvent(event) ?? ''
    expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u)
    const parsed = JSON.parse(line)
    expect([parsed.level, parsed.event, parsed.request]).toEqual(['info', 'output', 'r1'])
  })

  it('cuts what is too long', () => {
    const event: HostEvent = { time, type: 'output', stream: 'stdout', text: 'x'.repeat(1_000_000) }
    expect(formatHostEvent(event)?.length).toBeLessThan(17_000)
  })

  it('leaves out what is below the level', () => {
    const started: HostEvent = { time, type: 'request-started', request: 'r', method: 'GET', path: '/' }
    expect(formatHostEvent(started)).toBeUndefined()
    expect(formatHostEvent(started, 'debug')).toContain('"path":"/"')
    const message: HostEvent = { time, type: 'message', level: 'info', text: '' }
    expect(formatHostEvent(message, 'warn')).toBeUndefined()
  })
})

describe('levelOf', () => {
  const called = {
    time,
    request: 'r',
    type: 'llm-called',
    operation: 'infer',
    model: 'm',
    promptTokens: 1,
    generatedTokens: 1,
    durationMs: 1,
  } as const

  it.each([
    ['error', { time, request: 'r', type: 'request-failed', code: 'trapped', text: '' }],
    ['info', { time, request: 'r', type: 'request-failed', code: 'body-too-large', text: '' }],
    ['error', { time, type: 'worker-ended', worker: 1, outcome: 'failed', text: '' }],
    ['info', { time, type: 'worker-ended', worker: 1, outcome: 'closed', text: '' }],
    ['info', { ...called, outcome: 'ok' }],
    ['warn', { ...called, outcome: 'refused' }],
  ] as const)('%s: %j', (level, event) => {
    expect(levelOf(event)).toBe(level)
  })
})
