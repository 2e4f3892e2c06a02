import { VIEWS } from '../rewrite/memory-uses.ts'
import { MARKED_BITS, MARKS } from '../rewrite/state-names.ts'

/** Bytes of a memory that share a mark. */
export const MARKED_BYTES = 2 ** MARKED_BITS
const PAGE_BYTES = 65_536

/** The bytes of a memory, and the marks of what of them may have been written. */
export interface Marked {
  readonly buffer: ArrayBuffer
  /** 1 for each `MARKED_BYTES` that may have been written, else 0. */
  readonly marks: Buffer
}

/**
 * What of the memories of one component instance may have been written since they were recorded: by core
 * modules that say so themselves, and by generated code through the views that it gets here.
 */
export class MemoryMarks {
  /** Memories with marks, of those all that write to them. */
  readonly #marks = new Map<WebAssembly.Memory, WebAssembly.Memory>()
  /** Those that something writes to without marking it. */
  readonly #blind = new Set<unknown>()
  readonly #byBuffer = new Map<ArrayBufferLike, Buffer>()
  readonly #pages: number

  /** @param maxMemoryBytes Of one memory. */
  constructor(maxMemoryBytes: number) {
    this.#pages = Math.max(1, Math.ceil(maxMemoryBytes / MARKED_BYTES / PAGE_BYTES))
  }

  /** The imports of a core module, with the marks of the memory that it imports. */
  importsFor(imports: WebAssembly.Imports = {}, isMarking: boolean): WebAssembly.Imports {
    const memories = memoriesOf(imports)
    if (!isMarking) for (const memory of memories) this.#blind.add(memory)
    // One that marks has no more than one.
    const [memory] = memories
    if (!isMarking || memory === undefined) return imports
    const marks = this.#marks.get(memory) ?? new WebAssembly.Memory({ initial: this.#pages })
    return { ...imports, [MARKS]: { [MARKS]: marks } }
  }

  /** Takes up an instance that has not run yet. */
  add({ exports }: WebAssembly.Instance, isMarking: boolean): void {
    const marks = isMarking ? exports[MARKS] : undefined
    if (!(marks instanceof WebAssembly.Memory)) return
    marks.grow(this.#pages - 1)
    for (const [name, memory] of Object.entries(exports)) {
      if (name !== MARKS && memory instanceof WebAssembly.Memory) this.#marks.set(memory, marks)
    }
  }

  /**
   * Begins anew with one memory: nothing of it is marked.
   *
   * @returns Nothing for one that may be written unseen.
   */
  record(memory: WebAssembly.Memory): Marked | undefined {
    const { buffer } = memory
    const marks = this.#marks.get(memory)
    if (marks === undefined || this.#blind.has(memory)) return undefined
    const bytes = Buffer.from(marks.buffer, 0, Math.ceil(buffer.byteLength / MARKED_BYTES))
    bytes.fill(0)
    this.#byBuffer.set(buffer, bytes)
    return { buffer: buffer as ArrayBuffer, marks: bytes }
  }

  /** Constructors by the names of those of the language; what is written through what they make is marked. */
  get views(): Readonly<Record<string, unknown>> {
    const marksOf = (buffer: ArrayBufferLike): Buffer | undefined => this.#byBuffer.get(buffer)
    const note = (view: ArrayBufferView): void => {
      if (view.byteLength > 0) {
        const last = (view.byteOffset + view.byteLength - 1) >>> MARKED_BITS
        marksOf(view.buffer)?.fill(1, view.byteOffset >>> MARKED_BITS, last + 1)
      }
    }
    const arrays = VIEWS.filter((name) => name !== 'DataView').map((name) => [
      name,
      notingArray(Reflect.get(globalThis, name) as Uint8ArrayConstructor, note),
    ])
    return { DataView: markingDataView(marksOf), ...Object.fromEntries(arrays) }
  }
}

function memoriesOf(imports: WebAssembly.Imports): WebAssembly.Memory[] {
  return Object.values(imports)
    .flatMap((namespace) => Object.values(namespace))
    .filter((value) => value instanceof WebAssembly.Memory)
}

/** All that an array views counts as written: nobody sees what is done with it. */
function notingArray(Native: Uint8ArrayConstructor, note: (view: ArrayBufferView) => void): unknown {
  function Noting(...args: ConstructorParameters<Uint8ArrayConstructor>): Uint8Array {
    const view = new Native(...args)
    note(view)
    return view
  }
  Object.defineProperty(Noting, 'prototype', { value: Native.prototype, writable: false })
  return Object.setPrototypeOf(Noting, Native)
}

const SETTERS = Object.getOwnPropertyNames(DataView.prototype).filter((name) => name.startsWith('set'))

/** What is set marks its place. */
function markingDataView(marksOf: (buffer: ArrayBufferLike) => Buffer | undefined): unknown {
  class MarkingDataView extends (DataView as new (
    ...args: ConstructorParameters<typeof DataView>
  ) => DataView) {}
  for (const name of SETTERS) {
    const set = Reflect.get(DataView.prototype, name) as (
      offset: number,
      value: unknown,
      isLittle?: boolean,
    ) => void
    Object.defineProperty(MarkingDataView.prototype, name, {
      value(this: DataView, offset: number, value: unknown, isLittle?: boolean): void {
        set.call(this, offset, value, isLittle)
        const marks = marksOf(this.buffer)
        if (marks !== undefined) marks[(this.byteOffset + (Math.trunc(offset) || 0)) >>> MARKED_BITS] = 1
      },
    })
  }
  return MarkingDataView
}
