import { AirlockError } from '@wasm-airlock/shared'
import type { Inspection } from '@wasm-airlock/wac'

/** What no interface of WIT holds, and how it is called. */
const nested: Readonly<Record<string, string>> = {
  interface: 'an instance',
  component: 'a component',
  module: 'a core module',
}

/**
 * Does each interface hold functions and types alone? What looks at the functions of an import does not see those
 * of what is nested in it.
 *
 * @param name As errors are to call the component.
 * @throws AirlockError `component-malformed`.
 */
export function checkNested(name: string, { imports, exports, types }: Inspection): void {
  const kindOf = (type: unknown) => (typeof type === 'number' ? types[type] : undefined)
  for (const item of [...imports, ...exports]) {
    const definition = kindOf(item.type)
    if (definition?.kind !== 'interface') continue
    for (const { name: inner, type } of definition.exports) {
      const what = nested[kindOf(type)?.kind ?? '']
      if (what === undefined) continue
      throw new AirlockError(
        'component-malformed',
        `${name} cannot be judged: ${item.name} holds ${what}, ${inner}, which no interface of WIT can.`,
        { item: item.name, hint: 'Build the component from WIT.' },
      )
    }
  }
}
