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

describe('embeddings of createEchoLlm', () => {
  const { embed } = createEchoLlm()
  const near = (a: readonly number[] = [], b: readonly number[] = []) =>
    a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)

  it('are the same each time, near for texts that share words, and of length 1', async () => {
    const texts = ['the ship sails', 'The ship: sails!', 'the ship sinks', 'bread and butter', '']
    const { embeddings, usage } = await embed({ model: 'any', texts })
    expect(usage).toEqual({ promptTokenCount: 12 })
    expect(await embed({ model: 'other', texts })).toEqual({ embeddings, usage })
    const [ship, shouted, sinking, bread, empty] = embeddings
    expect(shouted).toEqual(ship)
    expect(near(ship, ship)).toBeCloseTo(1, 5)
    expect(near(ship, sinking)).toBeGreaterThan(near(ship, bread))
    expect(empty).toEqual(new Array(64).fill(0))
  })

  it('are the same on every machine', async () => {
    const { embeddings } = await embed({ model: 'any', texts: ['Airlock'] })
    expect(embeddings[0]?.flatMap((value, index) => (value === 0 ? [] : [[index, value]]))).toEqual([
      [32, -1],
    ])
  })

  it('of no text are none', async () => {
    expect(await embed({ model: 'any', texts: [] })).toEqual({
      embeddings: [],
      usage: { promptTokenCount: 0 },
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
