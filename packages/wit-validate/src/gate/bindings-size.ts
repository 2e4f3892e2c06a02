import { TypeReader } from './type-reader.ts'
import { TypeScope } from './type-scope.ts'

/**
 * How much a generator of bindings has to write for a component, at most: functions that cross a
 * boundary, instance by instance, times the size of the largest function type when nothing is shared. Both
 * can grow exponentially with the component (`tuple<t, t>` of `tuple<u, u>` of …, a component that makes
 * two instances of one that makes two instances of …).
 *
 * @param component A component that a validator has accepted.
 * @returns Number of types to convert.
 * @throws RangeError where the component holds what this cannot read: proposals that no toolchain uses yet.
 */
export function measureBindings(component: Uint8Array): number {
  const scope = new TypeScope()
  return (1 + readComponent(new TypeReader(component), scope)) * scope.largestFunction
}

function readComponent(reader: TypeReader, scope: TypeScope): number {
  let crossings = 0
  reader.take(8)
  while (!reader.done) {
    const id = reader.byte()
    const section = new TypeReader(reader.take(reader.number()))
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
