import type { TypeReader } from './type-reader.ts'

/** What lies in an index space of a component: how large it is when nothing is shared, and what it exports. */
export interface Entry {
  /**
   * Of a type: the number of types that it consists of, each counted as often as it occurs. Of a
   * component: the number of instances and of functions that cross a boundary in one instance of it.
   */
  readonly size: number
  readonly exports: ReadonlyMap<string, Entry>
}

const nothing: ReadonlyMap<string, Entry> = new Map()
/** A primitive type, a resource, a function: what does not grow by being used. */
const single: Entry = { size: 1, exports: nothing }

const SORT = { type: 3, component: 4, instance: 5 } as const

/** The index spaces of a component, or of a component or instance type. */
export class TypeScope {
  readonly exports = new Map<string, Entry>()
  /** The size of the largest function type in here and further in. */
  largestFunction = 1
  /** Instances that are made in here, with all that is made in them. */
  instantiated = 0
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
    this.largestFunction = Math.max(this.largestFunction, inner.largestFunction)
    this.#add(SORT.component, { size, exports: inner.exports })
  }

  /** `import` and the declarations in types: what is named becomes part of an index space. */
  readImport(reader: TypeReader): void {
    this.#readName(reader)
    this.#readDescription(reader)
  }

  readExport(reader: TypeReader): void {
    const name = this.#readName(reader)
    const { sort, entry } = this.#readSortIndex(reader)
    const described = reader.optional(() => this.#readDescription(reader, false))
    this.#add(sort, entry)
    this.exports.set(name, described ?? entry)
  }

  readAlias(reader: TypeReader): void {
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

  readInstance(reader: TypeReader): void {
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
    this.#add(SORT.instance, { size: 1, exports })
  }

  readType(reader: TypeReader): void {
    this.#add(SORT.type, this.#readDefinition(reader))
  }

  #readDefinition(reader: TypeReader): Entry {
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
        return { size: 1 + this.#readParts(form, reader), exports: nothing }
    }
  }

  #readFunction(reader: TypeReader): number {
    let size = this.#readFields(reader)
    if (reader.byte() === 0) size += this.#readValueType(reader)
    else reader.each(() => reader.byte())
    return size
  }

  /** The sizes of the types that a type is made of. */
  #readParts(form: number, reader: TypeReader): number {
    const part = () => this.#readValueType(reader)
    const optionalPart = () => reader.optional(part) ?? 0
    switch (form) {
      case 0x72:
        return this.#readFields(reader)
      case 0x71:
        return this.#sum(reader, () => {
          reader.name()
          const size = optionalPart()
          reader.optional(() => reader.number())
          return 1 + size
        })
      case 0x6f:
        return this.#sum(reader, part)
      case 0x6e:
      case 0x6d:
        return this.#sum(reader, () => {
          reader.name()
          return 1
        })
      case 0x70:
      case 0x6b:
        return part()
      case 0x67: {
        const element = part()
        return element * reader.number()
      }
      case 0x63:
        return part() + part()
      case 0x6a:
        return optionalPart() + optionalPart()
      case 0x66:
      case 0x65:
        return optionalPart()
      case 0x69:
      case 0x68:
        reader.number()
        return 0
      default:
        if (form >= 0x64) return 0
        throw new RangeError(`an unknown kind of type, ${form}`)
    }
  }

  #readFields(reader: TypeReader): number {
    return this.#sum(reader, () => {
      reader.name()
      return this.#readValueType(reader)
    })
  }

  #readValueType(reader: TypeReader): number {
    const next = reader.peek()
    if (next < 0x40 || next >= 0x80) return this.#at(SORT.type, reader.number()).size
    reader.byte()
    return 1
  }

  #sum(reader: TypeReader, read: () => number): number {
    let size = 0
    reader.each(() => {
      size += read()
    })
    return size
  }

  /** The declarations of a component or instance type, in a scope of their own. */
  #readDeclarations(reader: TypeReader): Entry {
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
    this.largestFunction = Math.max(this.largestFunction, inner.largestFunction)
    return { size: 1, exports: inner.exports }
  }

  #readName(reader: TypeReader): string {
    const form = reader.byte()
    const name = reader.name()
    if (form > 1) throw new RangeError(`an unknown kind of name, ${form}`)
    return name
  }

  #readDescription(reader: TypeReader, isNew = true): Entry {
    const sort = this.#readSort(reader)
    const entry = this.#readBound(sort, reader)
    if (isNew) this.#add(sort, entry)
    return entry
  }

  #readBound(sort: number, reader: TypeReader): Entry {
    if (sort === SORT.component || sort === SORT.instance) return this.#at(SORT.type, reader.number())
    if (sort === SORT.type) return reader.byte() === 0 ? this.#at(SORT.type, reader.number()) : single
    if (sort === 2 && reader.byte() === 1) this.#readValueType(reader)
    else reader.number()
    return single
  }

  #readSortIndex(reader: TypeReader): { sort: number; entry: Entry } {
    const sort = this.#readSort(reader)
    return { sort, entry: this.#at(sort, reader.number()) }
  }

  /** Sorts of core WebAssembly have a second byte. */
  #readSort(reader: TypeReader): number {
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
