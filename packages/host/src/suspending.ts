import { suspendingFunctions as fileFunctions } from './services/filesystem/suspending.ts'

/** Functions of `wasi:io/streams` that wait for the other side of a body. */
const STREAMS = [
  '[method]input-stream.blocking-read',
  '[method]input-stream.blocking-skip',
  '[method]output-stream.blocking-splice',
  '[method]output-stream.blocking-write-and-flush',
  '[method]output-stream.blocking-write-zeroes-and-flush',
]

/** Functions of the host that wait, and suspend the guest meanwhile, by the interfaces that have them. */
export const SUSPENDING: Readonly<Record<string, readonly string[]>> = {
  'fermyon:spin/key-value': [
    '[static]store.open',
    '[method]store.get',
    '[method]store.set',
    '[method]store.delete',
    '[method]store.exists',
    '[method]store.get-keys',
  ],
  'fermyon:spin/llm': ['generate-embeddings', 'infer'],
  'fermyon:spin/sqlite': ['[static]connection.open', '[method]connection.execute'],
  'fermyon:spin/variables': ['get'],
  'wasi:config/store': ['get', 'get-all'],
  'wasi:io/poll': ['poll', '[method]pollable.block'],
  'wasi:io/streams': STREAMS,
  'wasi:keyvalue/atomics': ['[static]cas.new', '[method]cas.current', 'increment', 'swap'],
  'wasi:keyvalue/batch': ['get-many', 'set-many', 'delete-many'],
  'wasi:keyvalue/store': [
    'open',
    '[method]bucket.get',
    '[method]bucket.set',
    '[method]bucket.delete',
    '[method]bucket.exists',
    '[method]bucket.list-keys',
  ],
}

/**
 * The functions of an interface that suspend, as jco wants them named.
 *
 * @param name With its version: `fermyon:spin/llm@2.0.0`.
 * @param hasFiles Are files and their streams asked for too?
 */
export function suspendingOf(name: string, hasFiles: boolean): string[] {
  const [plain = ''] = name.split('@')
  const own = Object.hasOwn(SUSPENDING, plain) ? SUSPENDING[plain] : undefined
  const files = hasFiles ? fileFunctions.filter(([owner]) => owner === plain).map(([, fn]) => fn) : []
  return [...new Set([...(own ?? []), ...files])].map((fn) => `${name}#${fn}`)
}
