import { afterEach, describe, expect, it, vi } from 'vitest'
import { createLlm, resolveLlm } from './llm-choice.ts'

afterEach(() => vi.unstubAllEnvs())

describe('resolveLlm', () => {
  const url = 'http://127.0.0.1:1'

  it('takes the key from the variable that is named, and from no other', () => {
    vi.stubEnv('MY_KEY', ' sk-1\n')
    expect(resolveLlm({ kind: 'openai', url, keyEnv: 'MY_KEY', model: 'm' })).toEqual({
      kind: 'openai',
      url,
      key: 'sk-1',
      model: 'm',
    })
    expect(resolveLlm({ kind: 'openai', url })).toEqual({ kind: 'openai', url })
    expect(resolveLlm({ kind: 'echo' })).toEqual({ kind: 'echo' })
  })

  it.each([undefined, '', ' '])('refuses the key %j', (value) => {
    vi.stubEnv('MY_KEY', value)
    expect(() => resolveLlm({ kind: 'openai', url, keyEnv: 'MY_KEY' })).toThrow(
      expect.objectContaining({ code: 'llm-key-missing', item: 'MY_KEY' }),
    )
  })

  it('refuses a URL that cannot be used, before anything is started', () => {
    expect(() => resolveLlm({ kind: 'openai', url: 'nonsense' })).toThrow(
      expect.objectContaining({ code: 'usage-invalid' }),
    )
  })
})

it('answers with the built-in model where none is asked for', async () => {
  const params = {
    maxTokens: 1,
    repeatPenalty: 1,
    repeatPenaltyLastNTokenCount: 1,
    temperature: 0,
    topK: 1,
    topP: 1,
  }
  const { text } = await createLlm({ kind: 'echo' }, []).infer({ model: 'm', prompt: 'hi', params })
  expect(text).toBe('echo: hi')
})
