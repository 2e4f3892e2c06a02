import type { BinaryReader } from '../binary/reader.ts'
import { readCanonical } from './canonicals.ts'
import { Cost } from './cost.ts'
import { type Entry, InstanceExports, SORT, single, sizedEntry, weighCrossing } from './entry.ts'
import { IndexSpaces, type Placed, readExternName, readSort } from './index-spaces.ts'
import { readFields, readParts } from './type-parts.ts'

/** Sorts of which a type says what there is, by its number. */
const DESCRIBED_BY_TYPE: readonly number[] = [SORT.function, SORT.component, SORT.instance]

/** What tools write for what a core module may do beside calling functions, in types: jco writes 600 bytes. */
const BUILTIN = 2

/** The index spaces of a component, or of a component or instance type. */
export class TypeScope {
  readonly #exports = new InstanceExports()
  /** What one instance takes, as far as it has been read. */
  readonly cost = new Cost()
  /** The size of the largest function type in here and further in. */
  largestFunction = 1
  /** Types that are defined in here and further in, and how deep the deepest one is. */
  types = 0
  deepest = 0
  /** How deep the deepest type is that the definition which is being read has mentioned. */
  #mentioned = 0
  readonly #outer: TypeScope | undefined
  readonly #spaces = new IndexSpaces()

  constructor(outer?: TypeScope) {
    this.#outer = outer
  }

  /** Takes in a core module of which an instance takes `cost`. */
  addModule(cost: Cost): void {
    this.#add(SORT.coreModule, { ...single, cost })
  }

  /** Takes in a component that has been read. */
  addComponent(inner: TypeScope): void {
    this.#takeIn(inner)
    this.#add(SORT.component, { ...inner.#exports.entry, cost: inner.cost })
  }

  #takeIn(inner: TypeScope): void {
    this.largestFunction = Math.max(this.largestFunction, inner.largestFunction)
    this.deepest = Math.max(this.deepest, inner.deepest)
    this.types += inner.types
  }

  /** `import` and the declarations in types: what is named becomes part of an index space. */
  readImport(reader: BinaryReader): void {
    readExternName(reader)
    const { sort, entry } = this.#readDescription(reader)
    this.#cross(sort, entry)
    // What the host hands over is made there, and is not part of what is measured.
    this.#add(sort, this.#isOutermost ? { cost: new Cost(), ...entry } : entry)
  }

  readExport(reader: BinaryReader): void {
    const name = readExternName(reader)
    const { sort, entry } = this.#readSortIndex(reader)
    // A type that is written here may hide what instances take, and says nothing else that is not known.
    reader.optional(() => this.#readDescription(reader))
    this.#cross(sort, entry)
    this.#add(sort, entry)
    this.#exports.add(name, sort, entry)
  }

  /** Tools write down what the outermost component imports and exports, as often as it does. */
  #cross(sort: number, entry: Entry): void {
    if (this.#isOutermost) this.cost.bindings += weighCrossing(sort, entry)
  }

  get #isOutermost(): boolean {
    return this.#outer === undefined
  }

  readAlias(reader: BinaryReader): void {
    const sort = readSort(reader)
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
    if (reader.byte() === 0) {
      const { size, exports } = this.#instantiate(this.#at(SORT.component, reader.number()))
      reader.each(() => {
        reader.text()
        this.#readSortIndex(reader)
      })
      this.#add(SORT.instance, sizedEntry(size, exports))
      return
    }
    const made = new InstanceExports()
    reader.each(() => {
      const name = readExternName(reader)
      const { sort, entry } = this.#readSortIndex(reader)
      made.add(name, sort, entry)
    })
    this.#add(SORT.instance, made.entry)
  }

  readCoreInstance(reader: BinaryReader): void {
    if (reader.byte() === 0) {
      this.#instantiate(this.#at(SORT.coreModule, reader.number()))
    }
    // What is handed over, or exported by an instance that is made of items: a name, a sort and a number.
    reader.each(() => {
      reader.text()
      reader.byte()
      reader.number()
    })
  }

  /**
   * Counts what an instance takes. Of what comes into a component from the one around it, nobody knows how much that
   * is before it is handed over, and then it may make instances of what it is handed: no toolchain does so.
   */
  #instantiate(container: Entry): Entry {
    this.cost.bindings += 1
    if (container.cost !== undefined) this.cost.add(container.cost)
    else throw new RangeError('an instance of a component or core module that is handed over')
    return container
  }

  readCanonical(reader: BinaryReader): void {
    const addWeight = (sort: number, entry: Entry) => {
      this.cost.bindings += weighCrossing(sort, entry)
    }
    readCanonical(reader, {
      // Where nobody calls it nothing is written, and callers lower or export it.
      lift: (type) => this.#add(SORT.function, this.#at(SORT.type, type)),
      lower: (func) => addWeight(SORT.function, this.#at(SORT.function, func)),
      builtin: (size) => {
        this.cost.bindings += BUILTIN + size
      },
      valueType: () => this.#readValueType(reader),
      sizeOf: (type) => this.#at(SORT.type, type).size,
    })
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
        return this.#readFunction(reader)
      case 0x41:
      case 0x42:
        return this.#readDeclarations(reader)
      case 0x3f:
        reader.byte()
        reader.optional(() => reader.number())
        return single
      default:
        return this.#measure(form, reader)
    }
  }

  #measure(form: number, reader: BinaryReader): Entry {
    const size = 1 + readParts(form, reader, () => this.#readValueType(reader))
    return sizedEntry(size, undefined, 1 + this.#mentioned)
  }

  #readFunction(reader: BinaryReader): Entry {
    const part = () => this.#readValueType(reader)
    let size = readFields(reader, part)
    if (reader.byte() === 0) size += part()
    else reader.each(() => reader.byte())
    this.largestFunction = Math.max(this.largestFunction, size)
    return sizedEntry(size)
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
        const name = readExternName(reader)
        const { sort, entry } = inner.#readDescription(reader)
        inner.#add(sort, entry)
        inner.#exports.add(name, sort, entry)
      } else throw new RangeError(`an unknown kind of declaration, ${kind}`)
    })
    this.#takeIn(inner)
    return inner.#exports.entry
  }

  #readDescription(reader: BinaryReader): Placed {
    const sort = readSort(reader)
    return { sort, entry: this.#readBound(sort, reader) }
  }

  #readBound(sort: number, reader: BinaryReader): Entry {
    if (DESCRIBED_BY_TYPE.includes(sort)) return this.#at(SORT.type, reader.number())
    if (sort === SORT.type) return reader.byte() === 0 ? this.#at(SORT.type, reader.number()) : single
    if (sort === SORT.value && reader.byte() === 1) this.#readValueType(reader)
    else reader.number()
    return single
  }

  #readSortIndex(reader: BinaryReader): Placed {
    const sort = readSort(reader)
    return { sort, entry: this.#at(sort, reader.number()) }
  }

  #at(sort: number, index: number): Entry {
    return this.#spaces.at(sort, index)
  }

  #add(sort: number, entry: Entry): void {
    this.#spaces.add(sort, entry)
  }
}
