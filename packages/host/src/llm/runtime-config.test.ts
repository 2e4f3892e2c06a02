import { text } from 'node:stream/consumers'
import { AirlockError } from '@wasm-airlock/shared'
import { describe, expect, it } from 'vitest'
import { llmFailure, llmKey, llmRequest, startLlmServer } from '../test-support/llm-server.ts'
import { readLlmRuntimeConfig } from './runtime-config.ts'

const table = (lines: string) => `[llm_compute]\ntype = "remote_http"\n${lines}`

/** Speaks both protocols. */
async function startBoth() {
  const asked: string[] = []
  const url = await startLlmServer(async (incoming, response) => {
    await text(incoming)
    asked.push(`${incoming.url} ${incoming.headers.authorization}`)
    const usage = { promptTokenCount: 1, generatedTokenCount: 1 }
    const choices = [{ message: { content: 'chat' } }]
    response.end(JSON.stringify(incoming.url === '/infer' ? { text: 'spin', usage } : { choices }))
  })
  return { url, asked }
}

describe('readLlmRuntimeConfig', () => {
  it.each([
    ['', 'spin', `/infer Bearer ${llmKey}`],
    ['api_type = "default"', 'spin', `/infer Bearer ${llmKey}`],
    ['api_type = "open_ai"', 'chat', `/v1/chat/completions Bearer ${llmKey}`],
  ])('speaks the protocol that api_type names: %j', async (line, answer, request) => {
    const { url, asked } = await startBoth()
    const llm = readLlmRuntimeConfig(table(`url = "${url}"\nauth_token = "${llmKey}"\n${line}`))
    expect((await llm?.infer(llmRequest))?.text).toBe(answer)
    expect(asked).toEqual([request])
  })

  it('keeps to the limits that are given, and sends no empty token', async () => {
    const { url, asked } = await startBoth()
    const llm = readLlmRuntimeConfig(table(`url = "${url}"\nauth_token = ""`), { maxResponseBytes: 5 })
    const { message } = await llmFailure(llm?.infer(llmRequest) ?? Promise.resolve())
    expect(message).toBe('The LLM server sent more than 5 bytes, the limit that maxResponseBytes sets.')
    expect(asked).toEqual(['/infer undefined'])
  })

  it('leaves other tables alone', () => {
    expect(readLlmRuntimeConfig('[sqlite_database.default]\ntype = "spin"\n')).toBeUndefined()
    expect(readLlmRuntimeConfig('')).toBeUndefined()
  })

  it.each([
    ['[llm_compute]\ntype = "spin"', 'llm_compute.type'],
    ['llm_compute = 1', 'llm_compute'],
    [table(`auth_token = "${llmKey}"`), 'llm_compute.url'],
    [table('url = "http://127.0.0.1"'), 'llm_compute.auth_token'],
    [table(`url = "http://a"\nauth_token = "${llmKey}"\napi_type = "x"`), 'llm_compute.api_type'],
    [table(`url = "http://a"\nauth_token = "${llmKey}"\nother = "x"`), 'llm_compute'],
    [`[llm_compute]\nauth_token = "${llmKey}`, 'runtime-config.toml'],
  ])('says what is wrong, without the token: %j', (toml, item) => {
    let thrown: unknown
    try {
      readLlmRuntimeConfig(toml)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(AirlockError)
    expect(thrown).toMatchObject({ code: 'usage-invalid', item })
    expect(JSON.stringify(thrown) + (thrown as Error).stack + String((thrown as Error).cause)).not.toContain(
      llmKey,
    )
  })
})
