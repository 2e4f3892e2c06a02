import { AirlockError } from '@wasm-airlock/shared'
import { type Inspection, inspectComponent, type PlugResult } from '@wasm-airlock/wac'
import { findDenied, type Policy } from '@wasm-airlock/wit-validate'
import type { LoadedApp } from './read-app.ts'

/** Namespaces of the interfaces that the host offers to an application, and nobody else may. */
const hostNamespaces = ['wasi:', 'fermyon:', 'spin:']

/**
 * Are the connections those that were meant? A plug that exports an interface of the host would be connected
 * like any other, and stand between the application and its language model, its files or its requests. An
 * import that a plug fits by name alone would stay open, and fail when it is called.
 *
 * @throws AirlockError `compose-failed` or `plug-unmatched`.
 */
export function checkConnections(
  app: LoadedApp,
  plug: string,
  { connections, nearMisses }: PlugResult,
): void {
  const usurped = connections.find(({ import: name }) => hostNamespaces.some((it) => name.startsWith(it)))
  if (usurped !== undefined) {
    throw new AirlockError(
      'compose-failed',
      `${plug} exports ${usurped.import}, which ${app.name} gets from its host and from nobody else.`,
      { item: usurped.import, hint: 'Build the component without that export.', details: { connections } },
    )
  }
  const [miss] = nearMisses
  if (miss === undefined) return
  throw new AirlockError(
    'plug-unmatched',
    `${plug} does not fit the import ${miss.import} of ${app.name}: ${miss.reason}.`,
    { item: miss.import, details: { nearMisses } },
  )
}

/** How many imports an error names in its message; its details hold more. */
const maximumNamed = 20

/** How many findings the details of an error hold. */
const maximumFindings = 100

/**
 * May the plug import what it imports? Nothing inside of the application satisfies it, so it stays open, and
 * the host grants to the plug whatever it grants to the application: its models, its network, its stores.
 *
 * @throws AirlockError `import-not-granted`.
 */
export function checkImports(app: LoadedApp, plug: string, { imports }: Inspection, policy: Policy): void {
  const denied = findDenied(imports, policy)
  const [first] = denied
  if (first === undefined) return
  const named = denied.slice(0, maximumNamed)
  const more = denied.length > named.length ? ` and ${denied.length - named.length} more` : ''
  const names = [...new Set(named.map(({ args }) => args.name))].join(', ')
  const rules = named.map(({ args }) => args.rule).join(', ')
  // What is denied by a rule is not shared by one more.
  const changes = named.map(({ args }) => args.change).join('; ')
  const share = policy.deny === undefined ? `allow = [${rules}]` : changes
  throw new AirlockError(
    'import-not-granted',
    `${plug} imports ${names}${more}: composed, it would share what ${app.name} is granted there.`,
    {
      item: String(first.args.name),
      hint: `Build it without, or share that with it by the policy: ${share}`,
      details: { findings: denied.slice(0, maximumFindings) },
    },
  )
}

/**
 * Is the composed component what it should be? All exports are still there and no others, what was connected
 * is no import any more, and there is no import that neither of the two had.
 *
 * @throws AirlockError `compose-failed`.
 */
export async function checkResult(app: LoadedApp, added: Inspection, result: PlugResult): Promise<void> {
  const [before, after] = await Promise.all([
    inspectComponent(app.component),
    inspectComponent(result.component),
  ])
  const names = (items: readonly { readonly name: string }[]) => items.map(({ name }) => name)
  const [lost] = without(names(before.exports), names(after.exports))
  if (lost !== undefined) throw failure(app, `the export ${lost} is lost`)
  const [extra] = without(names(after.exports), names(before.exports))
  if (extra !== undefined) throw failure(app, `the export ${extra} is new`)

  const open = names(after.imports)
  const unsatisfied = result.connections.find((connection) => open.includes(connection.import))
  if (unsatisfied !== undefined) throw failure(app, `the import ${unsatisfied.import} is still open`)
  const [unknown] = without(open, [...names(before.imports), ...names(added.imports)])
  if (unknown !== undefined) throw failure(app, `the import ${unknown} is new`)
}

function without(names: readonly string[], others: readonly string[]): string[] {
  return names.filter((name) => !others.includes(name))
}

function failure(app: LoadedApp, reason: string): AirlockError {
  return new AirlockError('compose-failed', `The composed ${app.name} is not as it should be: ${reason}.`, {
    item: app.name,
  })
}
