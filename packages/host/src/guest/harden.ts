import { registerHooks } from 'node:module'
import { runInNewContext } from 'node:vm'
import { freezeIntrinsics } from './freeze-intrinsics.ts'

/** What generated code or the worker uses of the globals that Node.js adds to those of the language. */
const KEPT = new Set<string | symbol>([
  'Buffer',
  'TextDecoder',
  'TextEncoder',
  'clearTimeout',
  'global',
  'performance',
  'queueMicrotask',
  'setTimeout',
])

/**
 * Takes away what the generated code has no use for, before it is loaded: globals, and every import. The
 * permission model and the check of every name before transpiling are the walls; this is what stands behind
 * them, and on a Node.js before 26, whose permission model leaves the network open, it is more.
 *
 * Objects that lead to the pipe or the network hide behind harmless names: the console holds the streams of
 * the process, and whatever loads Node's `fetch` (streaming compilation does) leaves its dispatcher in a
 * global. So all goes that the language itself does not have, and nothing comes; what stays is frozen, but for
 * what regular expressions remember of the last text.
 */
export function hardenRealm(): void {
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier.startsWith('file:') && context.parentURL === import.meta.url)
        return next(specifier, context)
      throw new Error(`${specifier} is not there`)
    },
  })
  const language = new Set<string | symbol>(runInNewContext('Reflect.ownKeys(globalThis)'))
  for (const name of Reflect.ownKeys(globalThis)) {
    if (!language.has(name) && !KEPT.has(name)) Reflect.deleteProperty(globalThis, name)
  }
  const silent = (): void => {}
  const methods = Object.keys(console).map((name) => [name, silent])
  Object.defineProperty(globalThis, 'console', { value: Object.freeze(Object.fromEntries(methods)) })
  freezeIntrinsics([...language, ...KEPT].filter((name) => name !== 'globalThis' && name !== 'global'))
  Object.freeze(globalThis)
}
