import { AirlockError } from '@wasm-airlock/shared'
import type { Joined } from '../document/join-group.ts'
import type { Middleware } from '../document/middleware.ts'
import { listNames } from '../match/names.ts'

/** Words of lower-case letters and digits with underscores between, as Spin wants it. */
const variableName = /^[a-z][a-z0-9]*(_[a-z][a-z0-9]*)*$/

/**
 * Can a variable choose? It has one value, so there is one set of names to choose from.
 *
 * @param middlewares Those that were made for it, once that is known.
 * @param wrappers Sentences that say who wraps whom.
 * @throws AirlockError `usage-invalid`, `middleware-unsupported`.
 */
export function checkChoice(
  choose: string | undefined,
  middlewares?: readonly Middleware[],
  wrappers: readonly string[] = [],
): void {
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
    const reason = wrappers.length === 0 ? '' : `: ${listNames(wrappers, 5)}`
    throw new AirlockError('usage-invalid', `${choose} has nothing to choose from${reason}.`, {
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

/** Who wraps whom: such components answer together, and not one of them alone. */
export function wrappersIn(joined: readonly Joined[]): string[] {
  return joined.flatMap(({ inputs, wiring }) =>
    wiring.instances.flatMap(({ name, arguments: args }) => {
      const input = inputs.find((each) => each.name === name)
      const wrapped = args.filter((each) => input?.findExport(each.import) !== undefined)
      return [...new Set(wrapped.map(({ from }) => `${name} wraps ${from}`))]
    }),
  )
}
