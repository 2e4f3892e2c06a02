import type { Finding } from '@wasm-airlock/shared'
import type { Inspection } from '@wasm-airlock/wac'
import { fault } from '../result.ts'
import { showName } from './safe-text.ts'

/** What no interface of WIT holds, and how it is called. */
const NESTED: Readonly<Record<string, string>> = {
  interface: 'an instance',
  component: 'a component',
  module: 'a core module',
}

/** Of more of them nothing new is said. */
const MAX_FINDINGS = 100

/**
 * One finding for each import or export that is an instance with instances, components or core modules inside. No
 * WIT says so, no toolchain makes them, and what looks at the functions of an import does not see theirs.
 *
 * @param inspection Of a valid component.
 * @returns Findings of the code `component-malformed`, at most a hundred; `args.reason` says which.
 */
export function findNestedItems({ imports, exports, types }: Inspection): Finding[] {
  const findIn = (direction: string, items: Inspection['imports']) =>
    items.flatMap(({ name, type: ref }) => {
      const type = typeof ref === 'number' ? types[ref] : undefined
      if (type?.kind !== 'interface') return []
      for (const { name: inner, type: innerRef } of type.exports) {
        const kind = typeof innerRef === 'number' ? types[innerRef]?.kind : undefined
        const what = kind === undefined ? undefined : NESTED[kind]
        if (what === undefined) continue
        const [outside, inside] = [name, inner].map(showName)
        const reason = `the ${direction} ${outside} holds ${what}, ${inside}, which no interface of WIT can`
        return [fault('component-malformed', { reason })]
      }
      return []
    })
  return [...findIn('import', imports), ...findIn('export', exports)].slice(0, MAX_FINDINGS)
}
