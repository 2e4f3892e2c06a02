import { MARKS, START_EXPORT, STATE_PREFIX } from '../rewrite/state-names.ts'
import type { Marked, MemoryMarks } from './memory-marks.ts'
import { MemoryImage } from './memory-state.ts'
import { TableImage } from './table-state.ts'

/** Core instances of one component, with the exports that `exposeState` has added. */
export class CoreInstances {
  readonly memories = new Set<WebAssembly.Memory>()
  readonly #tables = new Set<WebAssembly.Table>()
  readonly #globals = new Set<WebAssembly.Global>()
  readonly #known = new Set<unknown>()
  /** What was imported that none of them defines. */
  readonly #foreign = new Set<unknown>()
  readonly #writesTables: boolean
  readonly #marks: MemoryMarks

  /** @param writesTables May their code change a table after the start? */
  constructor(writesTables: boolean, marks: MemoryMarks) {
    this.#writesTables = writesTables
    this.#marks = marks
  }

  /** Takes up an instance and what it was given. */
  add(instance: WebAssembly.Instance, imports: WebAssembly.Imports = {}): void {
    for (const namespace of Object.values(imports)) {
      for (const value of Object.values(namespace)) {
        if (isState(value) && !this.#known.has(value)) this.#foreign.add(value)
      }
    }
    this.#known.add(instance.exports)
    for (const [name, value] of Object.entries(instance.exports)) {
      this.#known.add(value)
      if (name === MARKS) continue
      if (value instanceof WebAssembly.Memory) this.memories.add(value)
      else if (value instanceof WebAssembly.Table) this.#tables.add(value)
      else if (name.startsWith(STATE_PREFIX) && name !== START_EXPORT)
        this.#globals.add(value as WebAssembly.Global)
    }
  }

  /** Is it of one of these instances, so that its state is put back with theirs? */
  owns(value: unknown): boolean {
    return this.#known.has(value)
  }

  ownsBuffer(buffer: ArrayBufferLike): boolean {
    return [...this.memories].some((memory) => memory.buffer === buffer)
  }

  memoryBytes(): number {
    let sum = 0
    for (const memory of this.memories) sum += memory.buffer.byteLength
    return sum
  }

  /** Elements of the largest table, as far as tables can be seen. */
  largestTableElements(): number {
    let largest = 0
    for (const table of this.#tables) largest = Math.max(largest, table.length)
    return largest
  }

  largestMemoryBytes(): number {
    let largest = 0
    for (const memory of this.memories) largest = Math.max(largest, memory.buffer.byteLength)
    return largest
  }

  /**
   * Records the state of all of them.
   *
   * @param images Images of the same memories of an earlier instance, which mostly start up in the same way;
   *   those that fit are shared.
   */
  record(images: readonly MemoryImage[]): CoreState {
    return new CoreState(
      this.memories,
      [...this.memories].map((memory) => this.#marks.record(memory)),
      [...this.#tables].map((table) => new TableImage(table, this.#writesTables)),
      this.#globals,
      this.#foreign,
      images,
    )
  }
}

function isState(value: unknown): boolean {
  return (
    value instanceof WebAssembly.Memory ||
    value instanceof WebAssembly.Table ||
    value instanceof WebAssembly.Global
  )
}

/** The state of the core instances of one component at one time. */
export class CoreState {
  readonly images: readonly MemoryImage[]
  readonly #memories: readonly WebAssembly.Memory[]
  readonly #marked: readonly (Marked | undefined)[]
  readonly #tables: readonly TableImage[]
  readonly #globals: readonly (readonly [WebAssembly.Global, unknown])[]
  /** State that was imported and is not one of the instances': the glue has to answer for it. */
  readonly foreign: ReadonlySet<unknown>
  /** Why it cannot be put back. */
  readonly obstacle: string | undefined

  constructor(
    memories: Iterable<WebAssembly.Memory>,
    marked: readonly (Marked | undefined)[],
    tables: readonly TableImage[],
    globals: Iterable<WebAssembly.Global>,
    foreign: ReadonlySet<unknown>,
    images: readonly MemoryImage[],
  ) {
    this.#memories = [...memories]
    this.images = this.#memories.map((memory, index) => {
      const image = images[index]
      return image?.matches(memory) ? image : new MemoryImage(memory)
    })
    this.#marked = marked
    this.#tables = tables
    this.#globals = [...globals].map((global) => [global, global.value] as const)
    // The bits of a NaN do not survive the way through JavaScript.
    if (this.#globals.some(([, value]) => Number.isNaN(value))) this.obstacle = 'a global that is no number'
    this.foreign = foreign
  }

  /** @returns `false` where a memory or a table has grown. */
  restore(): boolean {
    // Unconditionally: not every difference between two NaNs is visible from here.
    for (const [global, value] of this.#globals) global.value = value
    return (
      this.#memories.every((memory, index) => this.images[index]?.restore(memory, this.#marked[index])) &&
      this.#tables.every((table) => table.restore())
    )
  }
}
