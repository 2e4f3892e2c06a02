/**
 * What one instance of a core module or component takes, with all instances inside of it. Instances of instances of …
 * can be more than there are numbers: sums are only ever added to, and stay at `Infinity` then.
 */
export class Cost {
  /** Generated code, counted as in {@link TypeMeasures}. */
  bindings = 0
  memories = 0
  sharedMemories = 0
  memoryBytes = 0
  tables = 0
  tableElements = 0
  startFunctions = 0

  /** One more instance of something else. */
  add(other: Cost): void {
    this.bindings += other.bindings
    this.memories += other.memories
    this.sharedMemories += other.sharedMemories
    this.memoryBytes += other.memoryBytes
    this.tables += other.tables
    this.tableElements += other.tableElements
    this.startFunctions += other.startFunctions
  }
}

/**
 * Of what tools write or go through item by item, so many bytes weigh as much as a type to convert. jco writes up to
 * ten bytes of JavaScript for a byte of the imports of a core module, whenever that is instantiated, and goes through
 * every alias of a component for every instance of it.
 */
const BYTES_PER_TYPE = 32

/** How much `bytes` of names, imports, aliases and the like weigh. */
export function weighBytes(bytes: number): number {
  return bytes / BYTES_PER_TYPE
}
