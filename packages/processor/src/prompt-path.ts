import type { WorldItem } from '@wasm-airlock/shared'

const promptInterface = 'component:promptprocessor/promptmodification@0.0.1'

/** Has a component the prompt interface? */
export function isPromptComponent(exports: readonly WorldItem[]): boolean {
  return exports.some(({ name }) => name === promptInterface)
}

/**
 * Where an application takes a prompt as JSON.
 *
 * @param exports Of the component that is plugged into it.
 * @param given What the caller says of it.
 * @returns A path; `false` where it takes none.
 */
export function choosePromptPath(
  exports: readonly WorldItem[],
  given: string | false | undefined,
): string | false {
  return given ?? (isPromptComponent(exports) ? '/api/prompt' : false)
}
