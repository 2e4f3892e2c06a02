import { err, ok, type Result } from '../../../guest/result.ts'
import { MAX_HEAD_BYTES } from '../calls.ts'
import { isHopByHop, isToken } from '../http-syntax.ts'

/** `wasi:http/types#header-error`. */
export type HeaderError = { readonly tag: 'invalid-syntax' | 'forbidden' | 'immutable' }

type Outcome = Result<undefined, HeaderError>

const invalid = (tag: HeaderError['tag']): Result<never, HeaderError> => err({ tag })

/** `wasi:http/types#fields`: names without regard to case, values as bytes. */
export class Fields {
  #entries: (readonly [name: string, value: Uint8Array])[] = []
  #immutable = false

  /** Header fields as they came in, which the guest may not change; values in latin-1. */
  static received(headers: readonly (readonly [string, string])[]): Fields {
    const fields = new Fields()
    fields.#entries = headers.map(([name, value]) => [name, new Uint8Array(Buffer.from(value, 'latin1'))])
    fields.#immutable = true
    return fields
  }

  /** The fields as text, values in latin-1. */
  static toText(fields: Fields): [string, string][] {
    return fields.#entries.map(([name, value]) => [name, Buffer.from(value).toString('latin1')])
  }

  /** The same fields, closed to changes. */
  static freeze(fields: Fields): Fields {
    fields.#immutable = true
    return fields
  }

  static fromList(entries: readonly (readonly [string, Uint8Array])[]): Result<Fields, HeaderError> {
    const fields = new Fields()
    for (const [name, value] of entries) {
      const added = fields.append(name, value)
      if (added.tag === 'err') return added
    }
    return ok(fields)
  }

  get(name: string): Uint8Array[] {
    return this.#entries.flatMap(([key, value]) => (sameName(key, name) ? [value] : []))
  }

  has(name: string): boolean {
    return this.#entries.some(([key]) => sameName(key, name))
  }

  set(name: string, values: readonly Uint8Array[]): Outcome {
    const deleted = this.delete(name)
    if (deleted.tag === 'err') return deleted
    for (const value of values) {
      const added = this.append(name, value)
      if (added.tag === 'err') return added
    }
    return ok()
  }

  delete(name: string): Outcome {
    const refusal = this.#refuse(name)
    if (refusal !== undefined) return refusal
    this.#entries = this.#entries.filter(([key]) => !sameName(key, name))
    return ok()
  }

  append(name: string, value: Uint8Array): Outcome {
    const refusal = this.#refuse(name, value)
    if (refusal !== undefined) return refusal
    this.#entries.push([name, value.slice()])
    return ok()
  }

  entries(): [string, Uint8Array][] {
    return this.#entries.map(([name, value]) => [name, value.slice()])
  }

  /** The length that `content-length` promises; `undefined` where there is none, or none that is one. */
  static promisedLength(fields: Fields): number | undefined {
    const [value] = fields.get('content-length').map((bytes) => Buffer.from(bytes).toString('latin1'))
    return value !== undefined && /^\d{1,15}$/.test(value) ? Number(value) : undefined
  }

  clone(): Fields {
    const copy = new Fields()
    copy.#entries = [...this.#entries]
    return copy
  }

  #refuse(name: string, value: Uint8Array = new Uint8Array()): Outcome | undefined {
    if (this.#immutable) return invalid('immutable')
    if (!isToken(name) || value.some(isForbiddenByte)) return invalid('invalid-syntax')
    if (isForbidden(name)) return invalid('forbidden')
    const bytes = this.#entries.reduce((sum, entry) => sum + entry[0].length + entry[1].length, 0)
    return bytes + name.length + value.length > MAX_HEAD_BYTES ? invalid('forbidden') : undefined
  }
}

/** What the host sets, or what belongs to the connection; there are no trailers to announce, which is no error. */
function isForbidden(name: string): boolean {
  return sameName(name, 'host') || (isHopByHop(name) && !sameName(name, 'trailer'))
}

function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

function isForbiddenByte(byte: number): boolean {
  return (byte < 0x20 && byte !== 0x09) || byte === 0x7f
}
