import { BinaryReader } from '../binary/reader.ts'
import { TypeScope } from './type-scope.ts'

/** Sections of a component that are passed over, and those that {@link readComponent} reads. */
const KNOWN_SECTIONS = 11
/** What runs when the component is instantiated: no tool supports it. */
const START_SECTION = 9

/** What the types of a component make of tools that read them. */
export interface TypeMeasures {
  /** Types that it defines, at every depth. */
  readonly types: number
  /** How deep the deepest one consists of types. */
  readonly depth: number
  /** Types to convert in bindings. */
  readonly bindings: number
}

/**
 * How much a generator of bindings has to write for a component, at most: functions that cross a
 * boundary, instance by instance, times the size of the largest function type when nothing is shared. Both
 * can grow exponentially with the component (`tuple<t, t>` of `tuple<u, u>` of …, a component that makes
 * two instances of one that makes two instances of …).
 *
 * @param component A component that a validator has accepted.
 * @throws RangeError where the component holds what this cannot read: proposals that no toolchain uses yet.
 */
export function measureTypes(component: Uint8Array): TypeMeasures {
  const scope = new TypeScope()
  const crossings = 1 + readComponent(new BinaryReader(component), scope)
  return { types: scope.types, depth: scope.deepest, bindings: crossings * scope.largestFunction }
}

function readComponent(reader: BinaryReader, scope: TypeScope): number {
  let crossings = 0
  reader.take(8)
  while (!reader.done) {
    const id = reader.byte()
    const section = new BinaryReader(reader.take(reader.number()))
    if (id > KNOWN_SECTIONS || id === START_SECTION) {
      throw new RangeError(`an unknown kind of section, ${id}`)
    }
    if (id === 4) {
      const inner = new TypeScope(scope)
      scope.addComponent(inner, readComponent(section, inner))
    }
    if (id === 5) section.each(() => scope.readInstance(section))
    if (id === 6) section.each(() => scope.readAlias(section))
    if (id === 7) section.each(() => scope.readType(section))
    if (id === 8) crossings += section.number()
    if (id === 10) section.each(() => scope.readImport(section))
    if (id === 11) section.each(() => scope.readExport(section))
  }
  return crossings + scope.instantiated
}
