import { describe, expect, it } from 'vitest'
import { countTokens, createEchoLlm } from './echo-llm.ts'

const params = {
  maxTokens: 1,
  repeatPenalty: 1.1,
  repeatPenaltyLastNTokenCount: 64,
  temperature: 0.8,
  topK: 40,
  topP: 0.9,
}

describe('createEchoLlm', () => {
  it.each(['hello', '', '  two\nlines  ', 'Ünïcödé 🏴‍☠️\u0000'])(
    'answers the whole prompt: %j',
    async (prompt) => {
      expect((await createEchoLlm().infer({ model: 'any', prompt, params })).text).toBe(`echo: ${prompt}`)
    },
  )

  it('counts words as tokens and does not cut at maxTokens', async () => {
    expect(await createEchoLlm().infer({ model: 'm', prompt: 'a b  c', params })).toEqual({
      text: 'echo: a b  c',
      usage: { promptTokenCount: 3, generatedTokenCount: 4 },
    })
  })
})

describe('countTokens', () => {
  it.each([
    ['', 0],
    [' \n\t ', 0],
    ['one', 1],
    [' a  b\nc ', 3],
  ])('%j has %i', (text, count) => {
    expect(countTokens(text)).toBe(count)
  })
})
