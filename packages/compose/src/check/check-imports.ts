import { needsGrant } from '@wasm-airlock/host'
import { AirlockError, type Finding, type WorldItem } from '@wasm-airlock/shared'
import { findDenied } from '@wasm-airlock/wit-validate'
import { isHostInterface, listNames } from '../match/names.ts'
import type { ComposeMode } from '../options.ts'
import type { Input } from './check-inputs.ts'

/** How many imports an error names in its message; its details hold more. */
const maximumNamed = 20

/** How many characters of rules a hint has: half of the rules would be no policy that helps. */
const maximumRules = 2000

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
  if (mode === 'spin-dependencies') checkDependency(socket, input, open)
  const denied = findDenied(open, input.policy)
  const [first] = denied
  if (first === undefined) return
  const names = [...new Set(denied.map(({ args }) => String(args.name)))]
  const listed = listNames(names, maximumNamed)
  const nobodys = names.filter((name) => !isHostInterface(name))
  const reason =
    nobodys.length === names.length
      ? 'which no component here exports'
      : `composed, it would share what ${socket} is granted there`
  throw new AirlockError(
    'import-not-granted',
    `${input.name} imports ${listed}${nobodys.length === names.length ? ',' : ':'} ${reason}.`,
    {
      item: String(first.args.name),
      hint: hintFor(input, denied, nobodys),
      details: { findings: denied.slice(0, maximumFindings) },
    },
  )
}

/** What would help: a component for what is nobody's, a rule for what the host has. */
function hintFor(input: Input, denied: readonly Finding[], nobodys: readonly string[]): string {
  const others = denied.filter(({ args }) => !nobodys.includes(String(args.name)))
  const give = `Hand in a component that exports ${listNames(nobodys)}`
  if (others.length === 0) return `${give}, or build it without.`
  // What is denied by a rule is not shared by one more.
  const rules =
    input.policy.deny === undefined
      ? `allow = [${others.map(({ args }) => args.rule).join(', ')}]`
      : others.map(({ args }) => args.change).join('; ')
  const share = rules.length <= maximumRules ? rules : '`airlock policy suggest` writes one'
  const policy = `Build it without, or share that with it by the policy: ${share}`
  return nobodys.length === 0 ? policy : `${policy}. ${give}.`
}

/** Spin gives a dependency nothing of what it grants to the component. */
function checkDependency(socket: string, input: Input, open: readonly WorldItem[]): void {
  const refused = open.filter(needsGrant)
  const [first] = refused
  if (first === undefined) return
  const names = refused.map(({ name }) => name)
  const nobodys = names.filter((name) => !isHostInterface(name))
  const isNobodys = nobodys.length === names.length
  const listed = listNames(names, maximumNamed)
  throw new AirlockError(
    'import-not-granted',
    isNobodys
      ? `${input.name} imports ${listed}, which no component here exports.`
      : `${input.name} imports ${listed}: a dependency of ${socket} gets nothing of what that is granted, whatever the policy allows.`,
    {
      item: first.name,
      hint: isNobodys
        ? `Hand in a component that exports ${listNames(nobodys)}, or build it without.`
        : 'Use the mode plug, or build it without that import.',
      details: { imports: names },
    },
  )
}
