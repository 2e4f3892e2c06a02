import { BinaryReader } from '../binary/reader.ts'
import { COMPONENT_SECTION, CUSTOM_SECTION } from '../binary/section-ids.ts'
import { type Cost, weighBytes } from './cost.ts'
import { readModuleCost } from './module-cost.ts'
import { TypeScope } from './type-scope.ts'

/** What the types and instances of a component make of tools that read them. */
export interface TypeMeasures {
  /** Types that it defines, at every depth. */
  readonly types: number
  /** How deep the deepest one consists of types. */
  readonly depth: number
  /**
   * What it takes to instantiate it. Its `bindings` are the types to convert in generated code where nothing is
   * shared: for every function that is lowered in any instance, and for every import and export of the outermost
   * component, as often as they are, those of its type. What else is written or gone through is added by its weight.
   *
   * Of jco 0.15, measured: 320 bytes of JavaScript for a number or a node of a tuple, up to 700 for a list or option,
   * 10 times as much as one type for a function, 80 bytes for an instance of a core module. Between components inside,
   * it writes WebAssembly, up to 40 bytes a type. A function that is lifted costs nothing but where it is lowered or
   * exported. So what only wraps a component, as a restriction does, is not counted twice.
   */
  readonly cost: Cost
}

/**
 * How much generators of bindings and engines have to do for a component, at most. It can grow exponentially with
 * the component (`tuple<t, t>` of `tuple<u, u>` of …, a component that makes two instances of one that makes two
 * instances of …), while this takes time in proportion to its bytes.
 *
 * @param component A component that a validator has accepted.
 * @throws RangeError where the component holds what this cannot read: proposals that no toolchain uses yet.
 */
export function measureTypes(component: Uint8Array): TypeMeasures {
  const scope = new TypeScope()
  readComponent(new BinaryReader(component), scope)
  const { types, deepest: depth, largestFunction, cost } = scope
  // Tools look at types that nothing is made of yet.
  cost.bindings = Math.ceil(cost.bindings + largestFunction)
  return { types, depth, cost }
}

type SectionReader = (scope: TypeScope, section: BinaryReader) => void

const readers: Readonly<Record<number, SectionReader>> = {
  [CUSTOM_SECTION]: () => {},
  [COMPONENT_SECTION.coreModule]: (scope, section) => scope.addModule(readModuleCost(section)),
  [COMPONENT_SECTION.coreInstance]: itemsOf((scope, section) => scope.readCoreInstance(section)),
  [COMPONENT_SECTION.coreType]: () => {},
  [COMPONENT_SECTION.component]: (scope, section) => {
    const inner = new TypeScope(scope)
    readComponent(section, inner)
    scope.addComponent(inner)
  },
  [COMPONENT_SECTION.instance]: itemsOf((scope, section) => scope.readInstance(section)),
  [COMPONENT_SECTION.alias]: itemsOf((scope, section) => scope.readAlias(section)),
  [COMPONENT_SECTION.type]: (scope, section) => section.each(() => scope.readType(section)),
  [COMPONENT_SECTION.canonical]: itemsOf((scope, section) => scope.readCanonical(section)),
  [COMPONENT_SECTION.import]: itemsOf((scope, section) => scope.readImport(section)),
  [COMPONENT_SECTION.export]: itemsOf((scope, section) => scope.readExport(section)),
}

/** Items that tools go through for every instance of their component. */
function itemsOf(read: SectionReader): SectionReader {
  return (scope, section) => {
    scope.cost.bindings += weighBytes(section.left)
    section.each(() => read(scope, section))
  }
}

function readComponent(reader: BinaryReader, scope: TypeScope): void {
  reader.skip(8)
  while (!reader.done) {
    const id = reader.byte()
    const section = new BinaryReader(reader.take(reader.number()))
    const read = readers[id]
    // What runs when a component is instantiated, of section 9, no tool supports.
    if (read === undefined) throw new RangeError(`an unknown kind of section, ${id}`)
    read(scope, section)
  }
}
