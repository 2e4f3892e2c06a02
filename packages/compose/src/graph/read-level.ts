import type { GraphEnd, GraphLink } from './app-graph.ts'
import { readCanonicalFunctions } from './canonical-functions.ts'
import { ComponentLevel, type InnerComponent } from './component-level.ts'
import { readNames } from './component-names.ts'
import type { ComponentReader } from './component-reader.ts'
import { exportOrigin, type Origin, ownOrigin, uniteEnds } from './origin.ts'

export const HEADER_BYTES = 8

export const SECTION = {
  custom: 0,
  module: 1,
  component: 4,
  instance: 5,
  alias: 6,
  canonical: 8,
  import: 10,
  export: 11,
} as const

const SORT = { core: 0, function: 1, value: 2, type: 3, component: 4, instance: 5 } as const

/** As deep as this, components inside of components are read. */
const maximumDepth = 16
const maximumParts = 1000

/**
 * Reads the sections of a component, and those of the components inside of it, into `level`.
 *
 * @param reader Stands behind the header.
 * @param depth How many components it is inside of.
 * @throws RangeError where the bytes end too early, name what is not there, or hold too much. What was read
 *   until then is in `level`.
 */
export function readLevel(reader: ComponentReader, level: ComponentLevel, depth = 0): void {
  while (!reader.done) {
    const id = reader.byte()
    const section = reader.inner(reader.number())
    reader.spend(1)
    if (id === SECTION.custom) {
      if (section.name() === 'component-name') readNames(section, level.names)
    } else if (id === SECTION.module) level.hasCode = true
    else if (id === SECTION.component) level.components.push(readInner(section, level, depth))
    else if (id === SECTION.instance) section.each(() => readInstance(section, level))
    else if (id === SECTION.alias) section.each(() => readAlias(section, level))
    else if (id === SECTION.canonical) readCanonicalFunctions(section, level)
    else if (id === SECTION.import) section.each(() => readImport(section, level))
    else if (id === SECTION.export) section.each(() => readExport(section, level))
  }
}

function readInner(section: ComponentReader, { components }: ComponentLevel, depth: number): InnerComponent {
  if (depth >= maximumDepth) throw new RangeError(`components more than ${maximumDepth} deep in one another`)
  const level = new ComponentLevel()
  section.skip(HEADER_BYTES)
  readLevel(section, level, depth + 1)
  return { level, called: `component ${components.length}` }
}

function readInstance(section: ComponentReader, level: ComponentLevel): void {
  const form = section.byte()
  if (form === 0x00) level.instances.push(readInstantiation(section, level))
  else if (form === 0x01) level.instances.push(readInlineInstance(section, level))
  else throw new RangeError(`an instance of the unknown form ${form}`)
}

function readInstantiation(section: ComponentReader, level: ComponentLevel): Origin {
  const component = section.number()
  const inner = level.component(component)
  const imports: GraphLink[] = []
  section.each(() => {
    const name = section.name()
    const origin = readReference(section, level)
    if (origin !== undefined) imports.push({ name, from: origin.ends })
  })
  if (inner.level?.isWrapping) return { ends: uniteEnds(imports.map(({ from }) => from)) }
  if (level.held.length >= maximumParts) throw new RangeError(`more than ${maximumParts} parts`)
  const exports = inner.level?.namedExports() ?? []
  const parts = inner.level?.namedParts() ?? []
  section.spend(exports.length + sizeOf(parts))
  const name = String(level.held.length)
  level.held.push({ name, instance: level.instances.length, component, imports, exports, parts })
  return { ends: [{ from: 'part', part: name, export: null }] }
}

/** So that a component that is instantiated often, inside of one that is, is not drawn without end. */
function sizeOf(parts: readonly ComponentLevel['held'][number]['parts'][number][]): number {
  return parts.reduce(
    (sum, part) => sum + part.imports.length + part.exports.length + 1 + sizeOf(part.parts),
    0,
  )
}

function readInlineInstance(section: ComponentReader, level: ComponentLevel): Origin {
  const items = new Map<string, readonly GraphEnd[]>()
  section.each(() => {
    const name = section.externName()
    const origin = readReference(section, level)
    if (origin !== undefined) items.set(name, origin.ends)
  })
  return { ends: uniteEnds(items.values()), items }
}

/** A sort and an index. */
export function passReference(section: ComponentReader): { readonly sort: number; readonly index: number } {
  const sort = section.byte()
  if (sort === SORT.core) section.byte()
  return { sort, index: section.number() }
}

/** What a sort and an index mean; nothing for types, which carry no code. */
function readReference(section: ComponentReader, level: ComponentLevel): Origin | undefined {
  const { sort, index } = passReference(section)
  if (sort === SORT.function) return level.function(index)
  if (sort === SORT.instance) return level.instance(index)
  return sort === SORT.type ? undefined : ownOrigin
}

function readAlias(section: ComponentReader, level: ComponentLevel): void {
  const sort = section.byte()
  if (sort === SORT.core) section.byte()
  const target = section.byte()
  if (target === 0x00) {
    const origin = level.instance(section.number())
    const name = section.name()
    define(sort, level, exportOrigin(origin, name), name)
  } else if (target === 0x01) {
    section.number()
    section.name()
  } else if (target === 0x02) {
    section.number()
    section.number()
    define(sort, level, ownOrigin, 'component of the outer one')
  } else throw new RangeError(`an alias of the unknown form ${target}`)
}

function readImport(section: ComponentReader, level: ComponentLevel): void {
  const name = section.externName()
  const sort = readDescription(section)
  if (sort !== SORT.type) level.addImport(name)
  define(sort, level, { ends: [{ from: 'import', name }] }, name)
}

function readExport(section: ComponentReader, level: ComponentLevel): void {
  const name = section.externName()
  const sort = section.peek()
  const origin = readReference(section, level)
  if (section.byte() === 0x01) readDescription(section)
  if (origin !== undefined) level.exports.push({ name, from: origin.ends })
  define(sort, level, origin ?? ownOrigin, name)
}

/** Passes over the type of an import or export, and says its sort. */
export function readDescription(section: ComponentReader): number {
  const sort = section.byte()
  if (sort === SORT.core) {
    section.byte()
    section.number()
  } else if (sort === SORT.value || sort === SORT.type) {
    // What the value or type is; a resource has no index.
    if (sort === SORT.value || section.byte() === 0x00) section.number()
    if (sort === SORT.value) throw new RangeError('a value, which nobody makes')
  } else section.number()
  return sort
}

/** Puts something into its index space. */
function define(sort: number, level: ComponentLevel, origin: Origin, name: string): void {
  if (sort === SORT.function) level.functions.push(origin)
  else if (sort === SORT.instance) level.instances.push(origin)
  else if (sort === SORT.component) level.components.push({ level: null, called: name })
}
