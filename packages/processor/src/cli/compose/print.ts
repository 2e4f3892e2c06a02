import type { ComposedComponent, CompositionPlan } from '@wasm-airlock/compose'
import { AirlockError, escapeControls } from '@wasm-airlock/shared'
import type { Output } from '../output.ts'
import { plannedDependencies } from './planned-dependencies.ts'

type Connection = ComposedComponent['connections'][number]

/** One line a connection, and one for each import that stays open. */
export function composedLines(components: readonly ComposedComponent[]): string[] {
  return components.flatMap(({ id, connections, openImports }) => {
    const where = components.length === 1 ? '' : ` (${id})`
    return [
      ...connections.map((connection) => escapeControls(describeConnection(connection, id))),
      ...openImports.map((name) => escapeControls(`open: ${name}${where}`)),
    ]
  })
}

/**
 * What would be done, as text that is a WAC document where the plan has one that can be given back: all else in
 * it is a comment, so that it can be saved. Documents that cannot be given back are comments too.
 */
export function printPlan(output: Output, plan: CompositionPlan): void {
  const { name, mode, components } = plan
  const documents = components.filter(({ document }) => document !== null)
  const unusable = documents.length === 0 ? undefined : whyUnusable(plan)
  const comment = (line: string) => output.line(`// ${line}`.trimEnd())
  const say = documents.length === 0 ? (line: string) => output.line(line) : comment
  say(`the application ${escapeControls(name)}`)
  if (unusable !== undefined) say(`no document to give back: ${escapeControls(unusable)}`)
  for (const component of components) {
    for (const line of composedLines([component])) say(`  ${line}`)
    if (mode === 'spin-dependencies')
      for (const line of plannedDependencies(component)) say(`  ${escapeControls(line)}`)
    if (component.document === null) continue
    output.line()
    for (const line of component.document.trimEnd().split('\n'))
      if (unusable === undefined) output.line(escapeControls(line))
      else comment(escapeControls(line))
  }
}

/**
 * The document of a plan, which gives the same application when it is given back.
 *
 * @throws AirlockError `usage-invalid` where there is not exactly one.
 */
export function documentOf(plan: CompositionPlan): string {
  const reason = whyUnusable(plan)
  const [document] = plan.components.flatMap((each) => each.document ?? [])
  if (reason === undefined && document !== undefined) return `${document.trimEnd()}\n`
  throw new AirlockError(
    'usage-invalid',
    `There is not one document to write: ${reason ?? 'nothing is composed'}.`,
    {
      item: '-o',
      hint: 'Leave -o out, or compose for one component of the application at a time.',
    },
  )
}

/** An own document composes one component of the application, in mode plug. */
function whyUnusable({ mode, components }: CompositionPlan): string | undefined {
  if (mode === 'spin-dependencies') return 'in the mode spin-dependencies, Spin composes'
  if (components.length < 2) return undefined
  const ids = components.map(({ id }) => id)
  return `one is for one component of the application, and these are for ${ids.join(', ')}`
}

/** `redact → web: a:b/c@1.0.0`; an export of another name stands behind the component. */
function describeConnection(
  { plug, export: exported, to, import: imported }: Connection,
  id: string,
): string {
  const from = exported === imported ? plug : `${plug} (${exported})`
  return `${from} → ${to ?? id}: ${imported}`
}
