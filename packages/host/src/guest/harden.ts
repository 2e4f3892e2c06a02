import { registerHooks } from 'node:module'

/**
 * Takes away what the generated code has no use for, before it is loaded: globals, and every import. The permission model and the
 * check of every name before transpiling are the walls; this is what stands behind them, and on a
 * Node.js before 26, whose permission model leaves the network open, it is more.
 */
export function hardenRealm(): void {
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier.startsWith('file:') && context.parentURL === import.meta.url)
        return next(specifier, context)
      throw new Error(`${specifier} is not there`)
    },
  })
  for (const name of [
    'fetch',
    'WebSocket',
    'EventSource',
    'navigator',
    'process',
    'Worker',
    'BroadcastChannel',
  ]) {
    Reflect.deleteProperty(globalThis, name)
  }
  const silent = (): void => {}
  Object.assign(console, Object.fromEntries(Object.keys(console).map((name) => [name, silent])))
}
