import { needsGrant } from '@wasm-airlock/host'
import { AirlockError, type WorldItem } from '@wasm-airlock/shared'
import { findDenied } from '@wasm-airlock/wit-validate'
import type { ComposeMode } from '../options.ts'
import type { Input } from './check-inputs.ts'

/** How many imports an error names in its message; its details hold more. */
const maximumNamed = 20

/** How many findings the details of an error hold. */
const maximumFindings = 100

/**
 * May a component import what stays open of its imports? The host grants to it whatever it grants to the
 * application: its models, its network, its stores.
 *
 * @param socket Id of the application's component.
 * @param open What nothing inside of the composition satisfies.
 * @throws AirlockError `import-not-granted`.
 */
export function checkImports(
  socket: string,
  input: Input,
  open: readonly WorldItem[],
  mode: ComposeMode,
): void {
  const denied = findDenied(open, input.policy)
  const [first] = denied
  if (first === undefined) {
    if (mode === 'spin-dependencies') checkDependency(socket, input, open)
    return
  }
  const named = denied.slice(0, maximumNamed)
  const more = denied.length > named.length ? ` and ${denied.length - named.length} more` : ''
  const names = [...new Set(named.map(({ args }) => args.name))].join(', ')
  const rules = named.map(({ args }) => args.rule).join(', ')
  // What is denied by a rule is not shared by one more.
  const changes = named.map(({ args }) => args.change).join('; ')
  const share = input.policy.deny === undefined ? `allow = [${rules}]` : changes
  throw new AirlockError(
    'import-not-granted',
    `${input.name} imports ${names}${more}: composed, it would share what ${socket} is granted there.`,
    {
      item: String(first.args.name),
      hint: `Build it without, or share that with it by the policy: ${share}`,
      details: { findings: denied.slice(0, maximumFindings) },
    },
  )
}

/** Spin gives a dependency nothing of what it grants to the component. */
function checkDependency(socket: string, input: Input, open: readonly WorldItem[]): void {
  const refused = open.filter(needsGrant)
  const [first] = refused
  if (first === undefined) return
  const names = refused
    .slice(0, maximumNamed)
    .map(({ name }) => name)
    .join(', ')
  throw new AirlockError(
    'import-not-granted',
    `${input.name} imports ${names}: a dependency of ${socket} gets nothing of what that is granted, whatever the policy allows.`,
    {
      item: first.name,
      hint: 'Use the mode plug, or build it without that import.',
      details: { imports: refused.map(({ name }) => name) },
    },
  )
}
