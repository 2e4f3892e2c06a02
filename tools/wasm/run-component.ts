import { transpileBytes } from '@bytecodealliance/jco-transpile'

/** Exports of a component by their names in WIT as JavaScript has them; what is called is for a test to know. */
// biome-ignore lint/suspicious/noExplicitAny: the exports of any component
type Exports = any

/**
 * For tests: instantiates a component of which we know what it does, in this very process.
 *
 * @param component The bytes.
 * @param imports By name without version, as the generated code asks for them.
 */
export async function runComponent(component: Uint8Array, imports: object = {}): Promise<Exports> {
  const { files } = await transpileBytes(component, {
    name: 'component',
    instantiation: 'sync',
    wasiShim: false,
    nodejsCompat: false,
  })
  const byName = new Map<string, Uint8Array>(
    Array.isArray(files) ? files : Object.entries(files as Record<string, Uint8Array>),
  )
  const code = new TextDecoder().decode(byName.get('component.js'))
  const { instantiate } = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`)
  return instantiate(
    (path: string) => new WebAssembly.Module(byName.get(path) as BufferSource),
    imports,
    (module: WebAssembly.Module, needed: WebAssembly.Imports) => new WebAssembly.Instance(module, needed),
  )
}
