import { checkResult } from '../check/check-result.ts'
import { outlineOf } from '../check/outline.ts'
import { composeText } from '../document/compose-text.ts'
import { type Joined, openOf } from '../document/join-group.ts'
import { writeDocument } from '../document/write-document.ts'
import { keyOf } from './dependency-keys.ts'
import type { PackagePart } from './package-parts.ts'

/** A dependency that is ready to be written. */
export interface Dependency {
  readonly name: string
  /** What it stands for in the manifest. */
  readonly key: string
  readonly component: Uint8Array
  /** What it imports and exports, without the code: a component of the same types. */
  readonly outline: Uint8Array
  /** Its export for that, where it has another name than the import. */
  readonly exported: string | undefined
  readonly openImports: readonly string[]
  readonly document: string | null
  /** Does it read a variable of the application? */
  readonly chooses: boolean
}

/**
 * Makes the dependency of a package: a component as it is, where it exports what is wanted, else a composition that
 * exports each interface under the name of its import.
 *
 * @throws AirlockError `manifest-invalid` where no key stands for it; `compose-failed`, `input-too-large`.
 */
export async function makeDependency(joined: Joined, part: PackagePart): Promise<Dependency> {
  const { inputs, parts, wiring, middlewareImports } = joined
  const { instances, arguments: args } = part
  const key = keyOf(joined.socket, part)
  const names = new Set(instances.map(({ name }) => name))
  const members = inputs.filter((input) => names.has(input.name))
  const [only] = members
  const renamed = args.find((each) => each.export !== each.import)
  if (only !== undefined && instances.length === 1 && (args.length === 1 || renamed === undefined)) {
    const { name, component, outline, inspection } = only
    const openImports = inspection.imports.map((item) => item.name)
    return {
      ...{ name, key, component, outline, openImports },
      exported: renamed?.export,
      document: null,
      chooses: false,
    }
  }
  const name = nameOf(args.map(({ from }) => from))
  const document = writeDocument({ instances }, { interfaces: args })
  const composed = await composeText(name, document, parts)
  const middlewares = wiring.middlewares.filter((each) => names.has(each.name))
  checkResult(name, composed, {
    exports: args.map((each) => each.import),
    imports: [
      ...members.flatMap((input) => openOf(joined, input).map((item) => item.name)),
      ...(middlewares.length === 0 ? [] : middlewareImports),
    ],
    satisfied: [],
  })
  return {
    name,
    key,
    component: composed.component,
    outline: outlineOf(composed.component).bytes,
    exported: undefined,
    openImports: composed.imports,
    document,
    chooses: middlewares.some(({ variable }) => variable !== undefined),
  }
}

/** Of a file: all that answer in it, or the first one where those are many. */
function nameOf(providers: readonly string[]): string {
  const name = [...new Set(providers)].join('-')
  return name.length <= 60 ? name : (providers[0] ?? '')
}
