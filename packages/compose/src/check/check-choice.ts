import { AirlockError } from '@wasm-airlock/shared'
import type { Middleware } from '../document/middleware.ts'
import { listNames } from '../match/names.ts'

/** Words of lower-case letters and digits with underscores between, as Spin wants it. */
const variableName = /^[a-z][a-z0-9]*(_[a-z][a-z0-9]*)*$/

/**
 * Can a variable choose? It has one value, so there is one set of names to choose from.
 *
 * @param middlewares Those that were made for it, once that is known.
 * @throws AirlockError `usage-invalid`, `middleware-unsupported`.
 */
export function checkChoice(choose: string | undefined, middlewares?: readonly Middleware[]): void {
  if (choose === undefined) return
  if (!variableName.test(choose) || choose.length > 100) {
    throw new AirlockError('usage-invalid', `${choose} cannot be the name of a variable.`, {
      item: choose,
      hint: 'Use words of lower-case letters and digits with underscores between: `voice`.',
    })
  }
  if (middlewares === undefined) return
  const [first] = middlewares
  if (first === undefined) {
    throw new AirlockError('usage-invalid', `${choose} has nothing to choose from.`, {
      item: choose,
      hint: 'Give several components of one interface, or leave the variable out.',
    })
  }
  const names = [...first.links].sort().join()
  const other = middlewares.find(({ links }) => [...links].sort().join() !== names)
  if (other === undefined) return
  throw new AirlockError(
    'middleware-unsupported',
    `${choose} would choose among ${listNames(first.links)} for ${first.interface.name}, and among ${listNames(other.links)} for ${other.interface.name}.`,
    { item: choose, hint: 'Give the same components for both interfaces.' },
  )
}
