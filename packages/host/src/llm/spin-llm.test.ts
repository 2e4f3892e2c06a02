import type { IncomingHttpHeaders } from 'node:http'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import {
  llmKey as key,
  llmFailure,
  llmRequest,
  startAnsweringServer,
  startLlmServer,
} from '../test-support/llm-server.ts'
import { createSpinLlm } from './spin-llm.ts'

interface Seen {
  target?: string
  headers?: IncomingHttpHeaders
  body?: unknown
}

/** Answers as Spin's `spin-cloud-gpu` does, and notes what it was asked. */
async function startSpinServer(answer: unknown): Promise<{ url: string; seen: Seen }> {
  const seen: Seen = {}
  const url = await startLlmServer(async (incoming, response) => {
    seen.target = `${incoming.method} ${incoming.url}`
    seen.headers = incoming.headers
    seen.body = JSON.parse(await text(incoming))
    response.end(JSON.stringify(answer))
  })
  return { url, seen }
}

describe('createSpinLlm', () => {
  it('asks for an inference as Spin does', async () => {
    const usage = { promptTokenCount: 2, generatedTokenCount: 1 }
    const { url, seen } = await startSpinServer({ text: 'ahoy', usage })
    expect(await createSpinLlm({ url, key }).infer(llmRequest)).toEqual({ text: 'ahoy', usage })
    expect(seen.target).toBe('POST /infer')
    expect(seen.headers?.authorization).toBe(`Bearer ${key}`)
    expect(seen.body).toEqual({
      model: 'llama2-chat',
      prompt: 'say ahoy',
      options: {
        maxTokens: 100,
        repeatPenalty: 1.1,
        repeatPenaltyLastNTokenCount: 64,
        temperature: 0.8,
        topK: 40,
        topP: 0.9,
      },
    })
  })

  it('asks for embeddings as Spin does, below the path of the URL', async () => {
    const answer = { embeddings: [[0.5, -1], []], usage: { promptTokenCount: 3 } }
    const { url, seen } = await startSpinServer(answer)
    const llm = createSpinLlm({ url: `${url}/gpu/` })
    expect(await llm.embed({ model: 'all-minilm-l6-v2', texts: ['a b', 'c'] })).toEqual(answer)
    expect([seen.target, seen.headers?.authorization]).toEqual(['POST /gpu/embed', undefined])
    expect(seen.body).toEqual({ model: 'all-minilm-l6-v2', input: ['a b', 'c'] })
  })

  it.each([
    ['no JSON', 'ahoy'],
    ['no usage', '{"text":"ahoy"}'],
    ['a usage that no u32 holds', '{"text":"","usage":{"promptTokenCount":-1,"generatedTokenCount":0}}'],
  ])('refuses an inference with %s', async (_, body) => {
    const error = await llmFailure(
      createSpinLlm({ url: await startAnsweringServer(body), key }).infer(llmRequest),
    )
    expect(error.message).toBe('The LLM server sent something that is no inference.')
  })

  it('refuses embeddings of another number than the texts', async () => {
    const url = await startAnsweringServer('{"embeddings":[[1],[2]],"usage":{"promptTokenCount":1}}')
    const error = await llmFailure(createSpinLlm({ url, key }).embed({ model: 'm', texts: ['a'] }))
    expect(error.message).toBe('The LLM server sent something that is no list of embeddings.')
  })

  it('does not follow a redirect', async () => {
    const { url: elsewhere, seen } = await startSpinServer({})
    const url = await startAnsweringServer('', 308, { location: `${elsewhere}/infer` })
    const error = await llmFailure(createSpinLlm({ url, key }).infer(llmRequest))
    expect([error.message, seen]).toEqual(['The LLM server answered with status 308.', {}])
  })
})
