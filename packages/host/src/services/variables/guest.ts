import type { InstanceContext } from '../../guest/instance-context.ts'
import { err, ok, type Result } from '../../guest/result.ts'
import type { Interface } from '../../guest/wasi.ts'
import { getVariable, listVariables, MAX_NAME_LENGTH } from './calls.ts'

interface VariableError {
  readonly tag: 'invalid-name' | 'undefined' | 'provider' | 'other'
  readonly val: string
}

/** What the host could not tell; it always can. */
interface StoreError {
  readonly tag: 'upstream' | 'io'
  readonly val: string
}

const NAME = /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/

/** `fermyon:spin/variables@2.0.0`, and `wasi:config/store@0.2.0-draft-2024-09-27` over the same variables. */
export function createVariables(context: InstanceContext): Record<string, Interface> {
  async function find(name: string): Promise<Result<string, VariableError>> {
    if (!NAME.test(name) || name.length > MAX_NAME_LENGTH) {
      const shown = JSON.stringify(name.slice(0, 100))
      return err({ tag: 'invalid-name', val: `${shown}: a name is in lower snake_case` })
    }
    const { answer } = await context.scope.ask(getVariable, { name })
    return answer.tag === 'ok' ? ok(answer.value) : err({ tag: 'undefined', val: answer.message })
  }
  return {
    'fermyon:spin/variables': { get: find },
    'wasi:config/store': {
      get: async (name: string): Promise<Result<string | undefined, StoreError>> => {
        const found = await find(name)
        return ok(found.tag === 'ok' ? found.val : undefined)
      },
      getAll: async (): Promise<Result<readonly (readonly [string, string])[], StoreError>> => {
        const { answer } = await context.scope.ask(listVariables, {})
        return ok(answer.variables)
      },
    },
  }
}
