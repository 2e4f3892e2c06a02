import type { ComposedComponent } from '@wasm-airlock/compose'
import { escapeControls } from '@wasm-airlock/shared'
import type { Output } from '../output.ts'

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
 * What would be done, as text that is a WAC document where one component of the application is concerned: all
 * else in it is a comment, so that it can be saved as `compose.wac`.
 */
export function printPlan(output: Output, name: string, components: readonly ComposedComponent[]): void {
  const isDocument = components.some(({ document }) => document !== null)
  const say = (line: string) => output.line(isDocument ? `// ${line}` : line)
  say(`the application ${escapeControls(name)}`)
  for (const component of components) {
    for (const line of composedLines([component])) say(`  ${line}`)
    if (component.document === null) continue
    output.line()
    for (const line of component.document.trimEnd().split('\n')) output.line(escapeControls(line))
  }
}

/** `redact → web: a:b/c@1.0.0`; an export of another name stands behind the component. */
function describeConnection(
  { plug, export: exported, to, import: imported }: Connection,
  id: string,
): string {
  const from = exported === imported ? plug : `${plug} (${exported})`
  return `${from} → ${to ?? id}: ${imported}`
}
