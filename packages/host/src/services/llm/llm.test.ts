import { AirlockError } from '@wasm-airlock/shared'
import { describe, expect, test } from 'vitest'
import { CallChannels } from '../../channels/call-channels.ts'
import { InstanceContext } from '../../guest/instance-context.ts'
import type { LlmParams, LlmProvider } from '../../llm/llm.ts'
import type { ServiceEvent } from '../../observe/events.ts'
import type { Operation } from '../service.ts'
import { createLlmHandlers } from './broker.ts'
import { createLlm } from './guest.ts'

const MAX_BYTES = 100

/** Both sides, joined as the boundary joins them: what crosses it is JSON, and bytes. */
function join(llm: Partial<LlmProvider>, signal = new AbortController().signal) {
  const lines: string[] = []
  const events: ServiceEvent[] = []
  const asked: string[] = []
  const provider: LlmProvider = { infer: () => Promise.reject(new Error('unused')), ...llm }
  const grant = { aiModels: ['known'], llm: provider, maxPromptBytes: MAX_BYTES }
  const handlers = new Map(createLlmHandlers(grant, (line) => lines.push(line)))
  const context = new InstanceContext()
  async function ask<Args, Answer>({ name, answer }: Operation<Args, Answer>, args: Args) {
    asked.push(name)
    const call = { payload: new Uint8Array(), signal, observe: (event: ServiceEvent) => events.push(event) }
    const served = await handlers.get(name)?.(JSON.parse(JSON.stringify(args)), call)
    // Beside a byte of something else, as in a frame.
    const payload = Buffer.concat([Buffer.of(1), served?.payload ?? Buffer.alloc(0)]).subarray(1)
    return { answer: answer.parse(JSON.parse(JSON.stringify(served?.answer))), payload }
  }
  context.enter({ ask, log: () => {}, channels: new CallChannels(1, () => {}, 0) })
  const imports = createLlm(context, MAX_BYTES)['fermyon:spin/llm'] as unknown as {
    infer(model: string, prompt: string, params?: LlmParams): Promise<unknown>
    generateEmbeddings(model: string, texts: readonly string[]): Promise<unknown>
  }
  return { ...imports, handlers, signal, lines, events, asked }
}

const params: LlmParams = {
  maxTokens: 1,
  repeatPenalty: 0,
  repeatPenaltyLastNTokenCount: 0,
  temperature: 0,
  topK: 0,
  topP: 1,
}
const event = { type: 'llm-called', model: 'known', durationMs: expect.any(Number) }
const none = { promptTokens: 0, generatedTokens: 0 }

describe('infer', () => {
  test('answers, and tells of the tokens', async () => {
    const llm = join({
      infer: async ({ prompt }) => ({
        text: `${prompt}!`,
        usage: { promptTokenCount: 3.7, generatedTokenCount: 1e12 },
      }),
    })
    expect(await llm.infer('known', 'hi', params)).toEqual({
      tag: 'ok',
      val: { text: 'hi!', usage: { promptTokenCount: 3, generatedTokenCount: 0xffff_ffff } },
    })
    const tokens = { promptTokens: 3, generatedTokens: 0xffff_ffff }
    expect(llm.events).toEqual([{ ...event, operation: 'infer', outcome: 'ok', ...tokens }])
  })

  test.each([
    ['temperature', { temperature: Number.NaN }],
    ['temperature', { temperature: -0.1 }],
    ['topP', { topP: 1.5 }],
    ['repeatPenalty', { repeatPenalty: Number.POSITIVE_INFINITY }],
  ])('refuses a %s that no model knows, in the worker: %j', async (name, wrong) => {
    const llm = join({})
    expect(await llm.infer('known', 'hi', { ...params, ...wrong })).toEqual({
      tag: 'err',
      val: { tag: 'invalid-input', val: `${name} is out of range` },
    })
    expect(llm.asked).toEqual([])
  })

  test.each([
    ['prompt', 'known', 'x'.repeat(MAX_BYTES + 1)],
    ['prompt', 'known', 'é'.repeat(MAX_BYTES / 2 + 1)],
    ['name', 'm'.repeat(1001), ''],
  ])('refuses a %s that is too long, in the worker', async (what, model, prompt) => {
    const llm = join({})
    expect(await llm.infer(model, prompt)).toMatchObject({
      tag: 'err',
      val: { tag: 'invalid-input', val: expect.stringContaining(what) },
    })
    expect(llm.asked).toEqual([])
  })

  test.each([
    [{ model: 'known', prompt: 'x'.repeat(MAX_BYTES + 1), params }],
    [{ model: 'm'.repeat(1001), prompt: '', params }],
    [{ model: 'known', prompt: '', params: { ...params, topP: 2 } }],
    [{ model: 'known', prompt: '', params: { ...params, other: 1 } }],
    [{ model: ['known'], prompt: '', params }],
  ])('ends a worker that does not keep to it: %#', async (args) => {
    const { handlers, signal } = join({})
    await expect(handlers.get('llm.infer')?.(args, { payload: new Uint8Array(), signal })).rejects.toThrow()
  })

  test('is refused as Spin does it', async () => {
    const llm = join({})
    expect(await llm.infer('other', 'hi')).toEqual({
      tag: 'err',
      val: {
        tag: 'invalid-input',
        val: "The component does not have access to use 'other'. To give the component access, add 'other' to the 'ai_models' key for the component in your spin.toml manifest",
      },
    })
    expect(llm.lines.join()).toMatch(/other is refused: add it to ai_models/)
    expect(llm.events).toEqual([
      { ...event, operation: 'infer', model: 'other', outcome: 'refused', ...none },
    ])
  })

  test.each([
    [new AirlockError('llm-failed', 'busy'), 'busy'],
    [new Error('secret'), 'the language model failed'],
  ])('tells the guest no more than it may know: %s', async (error, val) => {
    const llm = join({ infer: () => Promise.reject(error) })
    expect(await llm.infer('known', 'hi')).toEqual({ tag: 'err', val: { tag: 'runtime-error', val } })
    expect(llm.lines).toEqual([`The language model failed: ${error.message}`])
    expect(llm.events).toEqual([{ ...event, operation: 'infer', outcome: 'failed', ...none }])
  })

  test('is silent in the log where the request is over', async () => {
    const llm = join({ infer: () => Promise.reject(new Error('late')) }, AbortSignal.abort())
    expect(await llm.infer('known', 'hi')).toMatchObject({ tag: 'err' })
    expect(llm.lines).toEqual([])
  })

  test('does not hand on an answer without end', async () => {
    const usage = { promptTokenCount: 0, generatedTokenCount: 0 }
    const llm = join({ infer: async () => ({ text: 'x'.repeat(16 * 1024 * 1024 + 1), usage }) })
    expect(await llm.infer('known', 'hi')).toEqual({
      tag: 'err',
      val: { tag: 'runtime-error', val: 'The language model answered with more than 16777216 bytes.' },
    })
  })
})

describe('generate-embeddings', () => {
  const embed: LlmProvider['embed'] = async ({ texts }) => ({
    embeddings: texts.map((text) => Array.from(text, (character) => character.codePointAt(0) ?? 0)),
    usage: { promptTokenCount: texts.length },
  })

  test('gives a vector for each text, and tells of the tokens', async () => {
    const llm = join({ embed })
    expect(await llm.generateEmbeddings('known', ['ab', '', 'c'])).toEqual({
      tag: 'ok',
      val: {
        embeddings: [Float32Array.of(97, 98), Float32Array.of(), Float32Array.of(99)],
        usage: { promptTokenCount: 3 },
      },
    })
    const tokens = { promptTokens: 3, generatedTokens: 0 }
    expect(llm.events).toEqual([{ ...event, operation: 'embed', outcome: 'ok', ...tokens }])
  })

  test('is refused a model that is not granted', async () => {
    const llm = join({ embed })
    expect(await llm.generateEmbeddings('other', ['x'])).toMatchObject({
      tag: 'err',
      val: { tag: 'invalid-input', val: expect.stringContaining("'ai_models'") },
    })
  })

  test('has no model where the provider has none', async () => {
    const llm = join({})
    expect(await llm.generateEmbeddings('known', ['x'])).toEqual({
      tag: 'err',
      val: { tag: 'model-not-supported' },
    })
    expect(llm.lines.join()).toMatch(/makes no embeddings/)
  })

  test.each([
    ['texts', Array.from({ length: 2049 }, () => '')],
    ['bytes', ['x'.repeat(60), 'y'.repeat(60)]],
  ])('refuses too many %s, in the worker and outside of it', async (what, texts) => {
    const { generateEmbeddings, handlers, signal, asked } = join({ embed })
    expect(await generateEmbeddings('known', texts)).toMatchObject({
      val: { tag: 'invalid-input', val: expect.stringContaining(what) },
    })
    expect(asked).toEqual([])
    const call = { payload: new Uint8Array(), signal }
    await expect(handlers.get('llm.embed')?.({ model: 'known', texts }, call)).rejects.toThrow()
  })

  test.each([
    ['too few vectors', [[1]], 'the language model failed'],
    [
      'vectors without end',
      [new Array(5_000_000).fill(1), []],
      'The language model answered with more than 16777216 bytes.',
    ],
  ])('does not hand on %s', async (_, embeddings, val) => {
    const llm = join({ embed: async () => ({ embeddings, usage: { promptTokenCount: 0 } }) })
    expect(await llm.generateEmbeddings('known', ['a', 'b'])).toEqual({
      tag: 'err',
      val: { tag: 'runtime-error', val },
    })
  })
})
