/**
 * Compiles the core module of this package where files come over the network: in browsers, in workers,
 * wherever the condition `node` is not set. Bundlers find the file by the pattern of its URL.
 */
export async function loadCoreModule(): Promise<WebAssembly.Module> {
  const response = await fetch(new URL('./validate.core.wasm', import.meta.url))
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${response.statusText}`)
  // Compiling while bytes arrive is refused where the server names another type.
  return response.headers.get('content-type') === 'application/wasm'
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer())
}
