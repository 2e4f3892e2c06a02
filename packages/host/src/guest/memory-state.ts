import { MARKED_BYTES, type Marked } from './memory-marks.ts'

/** What is compared, kept and copied back at a time. */
const CHUNK_BYTES = MARKED_BYTES
const ZEROES = Buffer.alloc(64 * CHUNK_BYTES)
/** The longest write of one instruction. */
const LONGEST_STORE = 16
/** Whether marks tell the truth is looked at each time the restores are a power of two, and after so many. */
const VERIFIED_EVERY = 1024

/** A memory differs where nobody has said so: callers may have seen what others have left. */
export class UnseenWrite extends Error {}

/** Neighbouring chunks; `content` is `undefined` for zeroes. */
interface Run {
  readonly at: number
  readonly end: number
  readonly content: Buffer | undefined
}

/**
 * The content of a Wasm memory at one time; chunks of zeroes take no room. What was marked as written is
 * copied back, and all is compared where nothing is marked: 22 MB, of which 1.4 MB change, take 1 ms then,
 * most of it for the way to the main memory, which the other cores need too.
 */
export class MemoryImage {
  readonly byteLength: number
  readonly #runs: readonly Run[]
  /** By chunk: the index of its run. */
  readonly #runOf: Uint32Array
  #restored = 0

  constructor(memory: WebAssembly.Memory) {
    const bytes = Buffer.from(memory.buffer)
    const runs: Run[] = []
    this.byteLength = bytes.length
    this.#runOf = new Uint32Array(Math.ceil(bytes.length / CHUNK_BYTES))
    for (let at = 0; at < bytes.length; ) {
      const isEmpty = isZero(bytes, at)
      let end = at
      while (end < bytes.length && isZero(bytes, end) === isEmpty) end += CHUNK_BYTES
      this.#runOf.fill(runs.length, at / CHUNK_BYTES, end / CHUNK_BYTES)
      runs.push({ at, end, content: isEmpty ? undefined : Buffer.from(bytes.subarray(at, end)) })
      at = end
    }
    this.#runs = runs
  }

  /** Bytes that it takes itself. */
  get bytes(): number {
    return this.#runs.reduce((sum, { content }) => sum + (content?.length ?? 0), 0)
  }

  /** Is a memory as this image says? */
  matches(memory: WebAssembly.Memory): boolean {
    if (memory.buffer.byteLength !== this.byteLength) return false
    const bytes = Buffer.from(memory.buffer)
    return this.#runs.every((run) => isSame(bytes, run, run.at, run.end))
  }

  /**
   * Puts back what differs.
   *
   * @param marked What of it may differ. @default any of it
   * @returns `false` where the memory has grown, which nothing takes back.
   * @throws UnseenWrite where a look at all of it finds that something else differs.
   */
  restore(memory: WebAssembly.Memory, marked?: Marked): boolean {
    const { buffer } = memory
    if (buffer.byteLength !== this.byteLength) return false
    const bytes = Buffer.from(buffer)
    // It has another buffer when the guest has asked for no more pages; what views wrote to is not known then.
    if (marked === undefined || marked.buffer !== buffer) {
      this.#restoreDifferent(bytes)
      return true
    }
    this.#restoreMarked(bytes, marked.marks)
    this.#restored += 1
    const isToBeVerified =
      this.#restored % VERIFIED_EVERY === 0 || (this.#restored & (this.#restored - 1)) === 0
    if (isToBeVerified && !this.matches(memory))
      throw new UnseenWrite('a memory has changed, and nothing has marked it')
    return true
  }

  #restoreMarked(bytes: Buffer, marks: Buffer): void {
    for (let first = marks.indexOf(1); first >= 0; ) {
      let end = first + 1
      while (marks[end] === 1) end += 1
      // The last write may reach into what comes next.
      this.#copyBack(bytes, first * CHUNK_BYTES, Math.min(end * CHUNK_BYTES + LONGEST_STORE, bytes.length))
      first = marks.indexOf(1, end)
    }
    marks.fill(0)
  }

  #restoreDifferent(bytes: Buffer): void {
    for (const run of this.#runs) {
      for (let at = run.at; at < run.end; at += ZEROES.length) {
        const end = Math.min(at + ZEROES.length, run.end)
        if (!isSame(bytes, run, at, end)) this.#copyBack(bytes, at, end)
      }
    }
  }

  #copyBack(bytes: Buffer, from: number, to: number): void {
    for (let at = from; at < to; ) {
      const run = this.#runs[this.#runOf[Math.floor(at / CHUNK_BYTES)] as number] as Run
      const end = Math.min(run.end, to)
      if (run.content === undefined) bytes.fill(0, at, end)
      else run.content.copy(bytes, at, at - run.at, end - run.at)
      at = end
    }
  }
}

function isZero(bytes: Buffer, at: number): boolean {
  return bytes.compare(ZEROES, 0, CHUNK_BYTES, at, at + CHUNK_BYTES) === 0
}

function isSame(bytes: Buffer, { at: first, content }: Run, at: number, end: number): boolean {
  if (content !== undefined) return bytes.compare(content, at - first, end - first, at, end) === 0
  for (let from = at; from < end; from += ZEROES.length) {
    const to = Math.min(from + ZEROES.length, end)
    if (bytes.compare(ZEROES, 0, to - from, from, to) !== 0) return false
  }
  return true
}
