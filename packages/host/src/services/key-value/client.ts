import type { InstanceContext } from '../../guest/instance-context.ts'
import { err, ok, type Result } from '../../guest/result.ts'
import {
  deleteKeys,
  getValues,
  incrementValue,
  keyExists,
  listKeys,
  MAX_KEY_BYTES,
  MAX_KEYS,
  MAX_LABEL_LENGTH,
  MAX_VALUE_BYTES,
  MAX_VALUES_BYTES,
  openStore,
  setValues,
  swapValue,
} from './calls.ts'

/** What a guest is told where something cannot be done. */
export type KeyValueError =
  | { readonly tag: 'no-such-store' | 'access-denied' }
  | { readonly tag: 'other'; readonly val: string }

type Refusal = { readonly tag: 'access-denied' } | { readonly tag: 'other'; readonly message: string }

/** Asks the host about stores, within the limits of a call. */
export class KeyValueClient {
  readonly #context: InstanceContext

  constructor(context: InstanceContext) {
    this.#context = context
  }

  async open(store: string): Promise<Result<undefined, KeyValueError>> {
    if (store.length > MAX_LABEL_LENGTH) return err({ tag: 'access-denied' })
    const { answer } = await this.#context.scope.ask(openStore, { store })
    return answer.tag === 'ok' ? ok() : refused(answer)
  }

  async get(store: string, key: string): Promise<Result<Uint8Array | undefined, KeyValueError>> {
    const found = await this.getMany(store, [key])
    return found.tag === 'ok' ? ok(found.val[0]?.[1]) : found
  }

  async getMany(
    store: string,
    keys: readonly string[],
  ): Promise<Result<[string, Uint8Array | undefined][], KeyValueError>> {
    const problem = checkKeys(keys)
    if (problem !== undefined) return problem
    const { answer, payload } = await this.#context.scope.ask(getValues, { store, keys: [...keys] })
    if (answer.tag !== 'ok') return refused(answer)
    let at = 0
    return ok(
      keys.map((key, index) => {
        const length = answer.lengths[index] ?? null
        at += length ?? 0
        return [key, length === null ? undefined : payload.slice(at - length, at)]
      }),
    )
  }

  async setMany(
    store: string,
    pairs: readonly (readonly [string, Uint8Array])[],
  ): Promise<Result<undefined, KeyValueError>> {
    const values = pairs.map(([, value]) => value)
    const problem = checkKeys(pairs.map(([key]) => key)) ?? checkValues(values)
    if (problem !== undefined) return problem
    const entries = pairs.map(([key, { length }]) => ({ key, length }))
    const { answer } = await this.#context.scope.ask(setValues, { store, entries }, Buffer.concat(values))
    return answer.tag === 'ok' ? ok() : refused(answer)
  }

  async deleteMany(store: string, keys: readonly string[]): Promise<Result<undefined, KeyValueError>> {
    const problem = checkKeys(keys)
    if (problem !== undefined) return problem
    const { answer } = await this.#context.scope.ask(deleteKeys, { store, keys: [...keys] })
    return answer.tag === 'ok' ? ok() : refused(answer)
  }

  async exists(store: string, key: string): Promise<Result<boolean, KeyValueError>> {
    const problem = checkKeys([key])
    if (problem !== undefined) return problem
    const { answer } = await this.#context.scope.ask(keyExists, { store, key })
    return answer.tag === 'ok' ? ok(answer.exists) : refused(answer)
  }

  async keys(store: string): Promise<Result<readonly string[], KeyValueError>> {
    const { answer } = await this.#context.scope.ask(listKeys, { store })
    return answer.tag === 'ok' ? ok(answer.keys) : refused(answer)
  }

  async increment(store: string, key: string, delta: bigint): Promise<Result<bigint, KeyValueError>> {
    const problem = checkKeys([key])
    if (problem !== undefined) return problem
    const { answer } = await this.#context.scope.ask(incrementValue, { store, key, delta: delta.toString() })
    return answer.tag === 'ok' ? ok(BigInt(answer.value)) : refused(answer)
  }

  async swap(
    store: string,
    key: string,
    expected: Uint8Array | undefined,
    value: Uint8Array,
  ): Promise<Result<boolean, KeyValueError>> {
    const problem = checkKeys([key]) ?? checkValues([value])
    if (problem !== undefined) return problem
    const { answer } = await this.#context.scope.ask(
      swapValue,
      { store, key, expected: expected?.length ?? null },
      Buffer.concat([expected ?? new Uint8Array(), value]),
    )
    return answer.tag === 'ok' ? ok(answer.swapped) : refused(answer)
  }
}

function refused(answer: Refusal): Result<never, KeyValueError> {
  return err(answer.tag === 'other' ? { tag: 'other', val: answer.message } : { tag: answer.tag })
}

function tooLarge(what: string): Result<never, KeyValueError> {
  return err({ tag: 'other', val: `${what} allowed` })
}

function checkKeys(keys: readonly string[]): Result<never, KeyValueError> | undefined {
  if (keys.length > MAX_KEYS) return tooLarge(`${keys.length} keys are more than the ${MAX_KEYS}`)
  return keys.some((key) => Buffer.byteLength(key) > MAX_KEY_BYTES)
    ? tooLarge(`a key is larger than the ${MAX_KEY_BYTES} bytes`)
    : undefined
}

function checkValues(values: readonly Uint8Array[]): Result<never, KeyValueError> | undefined {
  if (values.some(({ length }) => length > MAX_VALUE_BYTES)) {
    return tooLarge(`a value is larger than the ${MAX_VALUE_BYTES} bytes`)
  }
  return values.reduce((sum, { length }) => sum + length, 0) > MAX_VALUES_BYTES
    ? tooLarge(`the values are larger than the ${MAX_VALUES_BYTES} bytes`)
    : undefined
}
