import { ok } from '../../../guest/result.ts'
import type { DescriptorType } from '../calls.ts'
import type { FsResult } from './convert.ts'

interface DirectoryEntry {
  readonly name: string
  readonly type: DescriptorType
}

/** `wasi:filesystem/types#directory-entry-stream` over entries that are all there already. */
export class DirectoryEntryStream {
  #rest: (readonly [string, DescriptorType])[] = []

  static of(entries: readonly (readonly [string, DescriptorType])[]): DirectoryEntryStream {
    const stream = new DirectoryEntryStream()
    stream.#rest = [...entries].reverse()
    return stream
  }

  /** `undefined` at the end. */
  readDirectoryEntry(): FsResult<DirectoryEntry | undefined> {
    const next = this.#rest.pop()
    return ok(next && { name: next[0], type: next[1] })
  }
}
