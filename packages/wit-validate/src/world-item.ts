import type { WorldItem } from '@wasm-airlock/shared'

/** An item without its place in the table of types, which is no part of a result. */
export function toWorldItem({ name, kind, functions, typesOnly }: WorldItem): WorldItem {
  return { name, kind, functions, ...(typesOnly ? { typesOnly } : {}) }
}
