import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppDispatcher } from '../app/dispatcher.ts'
import { type AppLimits, appLimits } from '../app/limits.ts'
import type { Grants } from '../app/worker.ts'
import { createEchoLlm } from '../llm/echo-llm.ts'
import type { LlmProvider } from '../llm/llm.ts'
import type { OutboundRule } from '../outbound/hosts.ts'
import type { FetchOutbound } from '../outbound/outbound.ts'
import { sayTo } from '../say.ts'
import { createHttpHandlers } from '../services/http/broker.ts'
import { createLlmHandlers } from '../services/llm/broker.ts'

/** What the worker does, as JavaScript. */
interface FakeWorker {
  /** On a request, which is entered. `message` is what the host has sent. */
  readonly onRequest: string
  /** On an answer to what it has asked. */
  readonly onAnswer?: string
  /** Before anything else. */
  readonly top?: string
}

interface FakeApp extends FakeWorker {
  readonly fetchOutbound?: FetchOutbound
  readonly isAllowed?: OutboundRule
  readonly llm?: LlmProvider
  readonly log?: Grants['log']
  readonly limits?: Partial<AppLimits>
}

const source = ({ onRequest, onAnswer = '', top = '' }: FakeWorker) => `
  ${top}
  function send(header, payloadBytes = 0) {
    const json = Buffer.from(JSON.stringify(header))
    const frame = Buffer.alloc(8 + json.length + payloadBytes)
    frame.writeUInt32BE(json.length, 0)
    frame.writeUInt32BE(payloadBytes, 4)
    json.copy(frame, 8)
    process.stdout.write(frame)
  }
  const ask = (operation, args, payloadBytes, stream) =>
    send({ type: 'ask', id: 1, call: last, operation, args, stream }, payloadBytes)
  const params = {
    maxTokens: 1, repeatPenalty: 1, repeatPenaltyLastNTokenCount: 1, temperature: 1, topK: 1, topP: 1 }
  const infer = (other) => ask('llm.infer', { model: 'm', prompt: 'p', params, ...other })
  const request = (other, payloadBytes, stream) => ask('http.send', {
    method: 'GET', scheme: 'http', authority: 'a.example', path: '/', headers: [],
    connectTimeoutMs: null, firstByteTimeoutMs: null, betweenBytesTimeoutMs: null, ...other,
  }, payloadBytes, stream)
  const chunk = (other, bytes = 1) => send({ type: 'chunk', call: last, stream: 1, end: false, ...other }, bytes)
  const reset = () => send({ type: 'reset', call: last, stream: 1, reason: 'x' })
  let last
  let rest = Buffer.alloc(0)
  process.stdin.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= 8) {
      const header = rest.readUInt32BE(0)
      const total = 8 + header + rest.readUInt32BE(4)
      if (rest.length < total) return
      const message = JSON.parse(rest.subarray(8, 8 + header).toString())
      rest = rest.subarray(total)
      on(message)
    }
  })
  function on(message) {
    if (message.type === 'start') send({ type: 'ready' })
    if (message.type === 'request') {
      last = message.id
      send({ type: 'running', id: message.id })
      ${onRequest}
    }
    if (message.type === 'answer') { ${onAnswer} }
  }
  function log(text) { send({ type: 'log', stream: 'stdout', text }) }`

const limits = appLimits({
  requestTimeoutMs: 60_000,
  maxMemoryBytes: 1024 * 1024,
  maxBodyBytes: 1000,
  workers: 1,
})

/**
 * An application whose workers are not ours: the guest has taken their processes over.
 *
 * @param folder For the worker.
 */
export async function startFakeApp(folder: string, options: FakeApp) {
  await writeFile(join(folder, 'worker.mjs'), source(options))
  const lines: string[] = []
  const prepared = { folder, interfaces: [], exports: [], suspends: true, remove: async () => {} }
  const { fetchOutbound, log = ({ text }) => void lines.push(text), limits: other } = options
  const { llm = createEchoLlm() } = options
  const handlers = new Map([
    ...createLlmHandlers({ aiModels: ['m'], llm, maxPromptBytes: 1000 }, sayTo(log)),
    ...createHttpHandlers(
      {
        isAllowed: options.isAllowed ?? (() => 'anywhere'),
        fetchOutbound: fetchOutbound ?? (async () => ({ status: 200, headers: [], body: new Uint8Array() })),
        maxBodyBytes: 1000,
      },
      sayTo(log),
    ),
  ])
  const app = new AppDispatcher(prepared, { ...limits, ...other }, { handlers, log }, undefined)
  return { app, lines }
}
