import type { BinaryReader } from '../binary/reader.ts'
import { readFields, readParts } from './type-parts.ts'

/** What lies in an index space of a component: how large it is when nothing is shared, and what it exports. */
export interface Entry {
  /**
   * Of a type: the number of types that it consists of, each counted as often as it occurs. Of a
   * component: the number of instances and of functions that cross a boundary in one instance of it.
   */
  readonly size: number
  /** Of a type: how deep it consists of types. */
  readonly depth: number
  readonly exports: ReadonlyMap<string, Entry>
}

const nothing: ReadonlyMap<string, Entry> = new Map()
/** A primitive type, a resource, a function: what does not grow by being used. */
const single: Entry = { size: 1, depth: 1, exports: nothing }

const SORT = { type: 3, component: 4, instance: 5 } as const

/** The index spaces of a component, or of a component or instance type. */
export class TypeScope {
  readonly exports = new Map<string, Entry>()
  /** The size of the largest function type in here and further in. */
  largestFunction = 1
  /** Types that are defined in here and further in, and how deep the deepest one is. */
  types = 0
  deepest = 0
  /** Instances that are made in here, with all that is made in them. */
  instantiated = 0
  /** How deep the deepest type is that the definition which is being read has mentioned. */
  #mentioned = 0
  readonly #outer: TypeScope | undefined
  readonly #spaces: Readonly<Record<number, Entry[]>> = {
    [SORT.type]: [],
    [SORT.component]: [],
    [SORT.instance]: [],
  }

  constructor(outer?: TypeScope) {
    this.#outer = outer
  }

  /** Takes in a component that has been read, `size` counted as in {@link Entry}. */
  addComponent(inner: TypeScope, size: number): void {
    this.#takeIn(inner)
    this.#add(SORT.component, { size, depth: 1, exports: inner.exports })
  }

  #takeIn(inner: TypeScope): void {
    this.largestFunction = Math.max(this.largestFunction, inner.largestFunction)
    this.deepest = Math.max(this.deepest, inner.deepest)
    this.types += inner.types
  }

  /** `import` and the declarations in types: what is named becomes part of an index space. */
  readImport(reader: BinaryReader): void {
    this.#readName(reader)
    this.#readDescription(reader)
  }

  readExport(reader: BinaryReader): void {
    const name = this.#readName(reader)
    const { sort, entry } = this.#readSortIndex(reader)
    const described = reader.optional(() => this.#readDescription(reader, false))
    this.#add(sort, entry)
    this.exports.set(name, described ?? entry)
  }

  readAlias(reader: BinaryReader): void {
    const sort = this.#readSort(reader)
    const target = reader.byte()
    if (target === 2) {
      const scope = this.#enclosing(reader.number())
      this.#add(sort, scope.#at(sort, reader.number()))
      return
    }
    const instance = reader.number()
    const name = reader.name()
    if (target === 0) this.#add(sort, this.#at(SORT.instance, instance).exports.get(name) ?? single)
  }

  #enclosing(levels: number): TypeScope {
    if (levels === 0) return this
    if (this.#outer === undefined) throw new RangeError('an alias that leads out of the component')
    return this.#outer.#enclosing(levels - 1)
  }

  readInstance(reader: BinaryReader): void {
    const exports = new Map<string, Entry>()
    if (reader.byte() === 0) {
      const component = this.#at(SORT.component, reader.number())
      reader.each(() => {
        reader.name()
        this.#readSortIndex(reader)
      })
      this.instantiated += 1 + component.size
      this.#add(SORT.instance, component)
      return
    }
    reader.each(() => {
      const name = this.#readName(reader)
      exports.set(name, this.#readSortIndex(reader).entry)
    })
    this.#add(SORT.instance, { size: 1, depth: 1, exports })
  }

  readType(reader: BinaryReader): void {
    this.types += 1
    this.#mentioned = 0
    const entry = this.#readDefinition(reader)
    this.deepest = Math.max(this.deepest, entry.depth)
    this.#add(SORT.type, entry)
  }

  #readDefinition(reader: BinaryReader): Entry {
    const form = reader.byte()
    switch (form) {
      case 0x40:
      case 0x43:
        this.largestFunction = Math.max(this.largestFunction, this.#readFunction(reader))
        return single
      case 0x41:
      case 0x42:
        return this.#readDeclarations(reader)
      case 0x3f:
        reader.byte()
        reader.optional(() => reader.number())
        return single
      default:
        return {
          size: 1 + readParts(form, reader, () => this.#readValueType(reader)),
          depth: 1 + this.#mentioned,
          exports: nothing,
        }
    }
  }

  #readFunction(reader: BinaryReader): number {
    const part = () => this.#readValueType(reader)
    let size = readFields(reader, part)
    if (reader.byte() === 0) size += part()
    else reader.each(() => reader.byte())
    return size
  }

  #readValueType(reader: BinaryReader): number {
    const next = reader.peek()
    const isPrimitive = next >= 0x40 && next < 0x80
    const { size, depth } = isPrimitive ? single : this.#at(SORT.type, reader.number())
    if (isPrimitive) reader.byte()
    this.#mentioned = Math.max(this.#mentioned, depth)
    return size
  }

  /** The declarations of a component or instance type, in a scope of their own. */
  #readDeclarations(reader: BinaryReader): Entry {
    const inner = new TypeScope(this)
    reader.each(() => {
      const kind = reader.byte()
      if (kind === 1) inner.readType(reader)
      else if (kind === 2) inner.readAlias(reader)
      else if (kind === 3) inner.readImport(reader)
      else if (kind === 4) {
        const name = inner.#readName(reader)
        inner.exports.set(name, inner.#readDescription(reader))
      } else throw new RangeError(`an unknown kind of declaration, ${kind}`)
    })
    this.#takeIn(inner)
    return { size: 1, depth: 1, exports: inner.exports }
  }

  #readName(reader: BinaryReader): string {
    const form = reader.byte()
    const name = reader.name()
    if (form > 1) throw new RangeError(`an unknown kind of name, ${form}`)
    return name
  }

  #readDescription(reader: BinaryReader, isNew = true): Entry {
    const sort = this.#readSort(reader)
    const entry = this.#readBound(sort, reader)
    if (isNew) this.#add(sort, entry)
    return entry
  }

  #readBound(sort: number, reader: BinaryReader): Entry {
    if (sort === SORT.component || sort === SORT.instance) return this.#at(SORT.type, reader.number())
    if (sort === SORT.type) return reader.byte() === 0 ? this.#at(SORT.type, reader.number()) : single
    if (sort === 2 && reader.byte() === 1) this.#readValueType(reader)
    else reader.number()
    return single
  }

  #readSortIndex(reader: BinaryReader): { sort: number; entry: Entry } {
    const sort = this.#readSort(reader)
    return { sort, entry: this.#at(sort, reader.number()) }
  }

  /** Sorts of core WebAssembly have a second byte. */
  #readSort(reader: BinaryReader): number {
    const sort = reader.byte()
    if (sort === 0) reader.byte()
    return sort
  }

  #at(sort: number, index: number): Entry {
    const space = this.#spaces[sort]
    if (space === undefined) return single
    const entry = space[index]
    if (entry === undefined) throw new RangeError(`there is no number ${index} of sort ${sort}`)
    return entry
  }

  #add(sort: number, entry: Entry): void {
    this.#spaces[sort]?.push(entry)
  }
}
