import {
  dispose,
  Hidden,
  isClass,
  isSameMap,
  isSameSet,
  isStateless,
  isUnderWay,
  removeAdded,
  writableKeys,
} from './glue-values.ts'

/** One binding or private field: its name, how to read it, and how to assign it where that is possible. */
export type Accessor = readonly [name: string, read: () => unknown, assign?: (value: unknown) => void]

/** The generated code calls it with the bindings of a scope; `fields` is the name of the method of its classes. */
export interface StateReceiver {
  (accessors: readonly Accessor[]): void
  readonly fields: symbol
  /** What the generated code uses instead of the globals of these names. */
  readonly globals: object
}

/** What was recorded of one object; `false` where it cannot be put back. */
type Restore = () => boolean

/** What the recorder must know of the values that are not the glue's own. */
export interface Surroundings {
  /** Objects whose state is put back elsewhere, or that have none: exports of core instances, memories, modules. */
  isKnown(value: object): boolean
  /** Bytes of a memory of the component, which are put back elsewhere. */
  isMemory(buffer: ArrayBufferLike): boolean
}

const NativeGlobal = WebAssembly.Global
const objectPrototype = Object.prototype

/**
 * The state of jco's generated code for one instance, as it was when this was made. Everything that can be
 * reached from its bindings is walked; what is of an unknown kind makes the instance one that cannot be put
 * back.
 */
export class GlueState {
  readonly #restores: Restore[] = []
  readonly #seen = new Set<object>()
  /** What bindings hold: functions among it see nothing but bindings. */
  readonly #functions = new Set<unknown>()
  readonly #fields: symbol
  readonly #surroundings: Surroundings
  /** Why it cannot be put back. */
  readonly obstacle: string | undefined

  constructor(accessors: readonly Accessor[], fields: symbol, surroundings: Surroundings) {
    this.#fields = fields
    this.#surroundings = surroundings
    try {
      for (const [, read] of accessors) this.#functions.add(read())
      for (const accessor of accessors) this.#binding(accessor)
    } catch (error) {
      this.obstacle = error instanceof Error ? error.message : String(error)
    }
  }

  /** @returns Is all as it was? Where not, the instance is of no more use. */
  restore(): boolean {
    return this.obstacle === undefined && this.#restores.every((restore) => restore())
  }

  /** Is it part of what is put back? */
  holds(value: unknown): boolean {
    return typeof value === 'object' && value !== null && this.#seen.has(value)
  }

  #binding([name, read, assign]: Accessor): void {
    const value = read()
    if (assign !== undefined) {
      this.#restores.push(() => {
        if (read() !== value) assign(value)
        return true
      })
    }
    // Settled by the start, or not: nobody can change that who could not change the binding.
    if (!(value instanceof Promise)) this.#value(value, name)
  }

  #value(value: unknown, path: string): void {
    if (typeof value !== 'function' && (typeof value !== 'object' || value === null)) return
    if (this.#seen.has(value) || this.#surroundings.isKnown(value)) return
    this.#seen.add(value)
    if (typeof value === 'function') this.#function(value, path)
    else if (isStateless(value)) return
    else if (Array.isArray(value)) this.#array(value, path)
    else if (value instanceof Map) this.#map(value, path)
    else if (value instanceof Set) this.#set(value, path)
    else if (value instanceof NativeGlobal) this.#global(value)
    else if (value instanceof DataView) this.#bytes(value.buffer)
    else this.#object(value, path)
  }

  #function(value: object, path: string): void {
    if (isClass(value)) this.#properties(value, path)
    else if (!this.#functions.has(value)) throw new Hidden(`${path}: a function that may keep something`)
  }

  #array(array: unknown[], path: string): void {
    const before = [...array]
    this.#restores.push(() => {
      array.length = before.length
      for (let index = 0; index < before.length; index++) {
        if (array[index] !== before[index]) array[index] = before[index]
      }
      return true
    })
    for (const [index, value] of before.entries()) this.#value(value, `${path}[${index}]`)
    this.#properties(array, path)
  }

  #map(map: Map<unknown, unknown>, path: string): void {
    const before = [...map]
    this.#restores.push(() => {
      if (isSameMap(map, before)) return true
      const kept = new Set(before.map(([, value]) => value))
      const added = [...map.values()].filter((value) => !kept.has(value))
      map.clear()
      for (const [key, value] of before) map.set(key, value)
      for (const value of added) dispose(value)
      return true
    })
    for (const [key, value] of before) {
      this.#value(key, `${path} (a key)`)
      this.#value(value, `${path}.get(${String(key)})`)
    }
  }

  #set(set: Set<unknown>, path: string): void {
    const before = [...set]
    this.#restores.push(() => {
      if (isSameSet(set, before)) return true
      set.clear()
      for (const value of before) set.add(value)
      return true
    })
    for (const value of before) this.#value(value, `${path} (a member)`)
  }

  #global(global: WebAssembly.Global): void {
    const before = global.value
    this.#restores.push(() => {
      if (global.value !== before) global.value = before
      return true
    })
  }

  #bytes(buffer: ArrayBufferLike): void {
    if (this.#surroundings.isMemory(buffer) || buffer.byteLength === 0) return
    const bytes = new Uint8Array(buffer)
    const before = bytes.slice()
    this.#restores.push(() => {
      bytes.set(before)
      return true
    })
  }

  #object(value: object, path: string): void {
    const prototype: unknown = Object.getPrototypeOf(value)
    const method: unknown = Reflect.get(value, this.#fields)
    if (typeof method === 'function') {
      for (const field of method.call(value) as Accessor[]) this.#field(field, path)
    } else if (prototype !== objectPrototype && prototype !== null)
      throw new Hidden(`${path}: an object of a class that is not the glue's`)
    this.#properties(value, path)
  }

  /**
   * Objects with private fields drive the tasks of an instance. One that is not as it was is in the middle
   * of something, which may go on later: such an instance is not put back.
   */
  #field([name, read]: Accessor, path: string): void {
    const value = read()
    this.#restores.push(() => read() === value)
    this.#value(value, `${path}.${name}`)
  }

  #properties(value: object, path: string): void {
    const isArray = Array.isArray(value)
    const keys = isArray ? Object.keys(value).slice(value.length) : writableKeys(value)
    const before = keys.map((key) => Reflect.get(value, key) as unknown)
    const count = isArray ? keys.length : Reflect.ownKeys(value).length
    this.#restores.push(() => {
      for (let index = 0; index < keys.length; index++) {
        const key = keys[index] as string
        const now: unknown = Reflect.get(value, key)
        if (now === before[index]) continue
        if (isUnderWay(now, value) || !Reflect.set(value, key, before[index])) return false
      }
      return isArray || Reflect.ownKeys(value).length === count || removeAdded(value, keys)
    })
    for (const [index, key] of keys.entries()) this.#value(before[index], `${path}.${String(key)}`)
  }
}
