/** The imports of `wit/world.wit` as the JavaScript engine hands them over: only what is used here. */

declare module 'component:promptprocessor/promptmodification@0.0.1' {
  export function before(userprompt: string): string
  export function after(promptresult: string): string
}

declare module 'fermyon:spin/llm@2.0.0' {
  export interface InferencingResult {
    text: string
    usage: { promptTokenCount: number; generatedTokenCount: number }
  }
  /** @throws `{ payload: { tag: 'model-not-supported' | 'runtime-error' | 'invalid-input', val? } }` */
  export function infer(model: string, prompt: string, params: undefined): InferencingResult
}
