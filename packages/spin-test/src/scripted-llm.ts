import type { LlmProvider, LlmRequest } from '@wasm-airlock/host'

/** An LLM that says what it is told and remembers what it was asked. */
export interface ScriptedLlm extends LlmProvider {
  /** Every call so far, the first one first. */
  readonly calls: readonly LlmRequest[]
  /** Sets what is answered from now on and forgets the calls; `undefined` for the default. */
  script(reply: string | undefined): void
}

/**
 * Makes an LLM for tests: deterministic, without network, with every call on record.
 *
 * @param reply What it answers. @default `echo: ` and the whole prompt, as the built-in echo model does
 * @returns A provider for `createSpinHost`. A word counts as a token.
 */
export function createScriptedLlm(reply?: string): ScriptedLlm {
  let current = reply
  let calls: LlmRequest[] = []
  return {
    get calls() {
      return calls
    },
    script(next) {
      current = next
      calls = []
    },
    async infer(request) {
      calls.push(request)
      const text = current ?? `echo: ${request.prompt}`
      return {
        text,
        usage: { promptTokenCount: countWords(request.prompt), generatedTokenCount: countWords(text) },
      }
    },
  }
}

function countWords(text: string): number {
  return text.match(/\S+/g)?.length ?? 0
}
