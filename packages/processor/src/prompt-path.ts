import type { SpinApp } from '@wasm-airlock/host'
import type { WorldItem } from '@wasm-airlock/shared'
import { inspectComponent } from '@wasm-airlock/wac'

const promptInterface = 'component:promptprocessor/promptmodification@0.0.1'

/** Has a component the prompt interface? */
export function isPromptComponent(exports: readonly WorldItem[]): boolean {
  return exports.some(({ name }) => name === promptInterface)
}

/** Does a component of the application ask an LLM, or may it? Otherwise a prompt goes nowhere. */
export async function hasLlm({ components }: Pick<SpinApp, 'components'>): Promise<boolean> {
  for (const { aiModels, component } of components) {
    if (aiModels.length > 0) return true
    const { imports } = await inspectComponent(component)
    if (imports.some(({ name }) => name.startsWith('fermyon:spin/llm@'))) return true
  }
  return false
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
