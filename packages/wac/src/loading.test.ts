import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

interface Seen {
  /** Built-in modules, behind the name of the file that asks for them. */
  readonly builtins: string[]
  /** Functions of `WebAssembly` that compile or instantiate. */
  readonly wasm: string[]
}

/** Watches a fresh process import the package and, after that, call it. */
const script = `
import { registerHooks } from 'node:module'
const seen = { builtins: [], wasm: [] }
registerHooks({
  resolve(name, context, next) {
    const resolved = next(name, context)
    const asking = context.parentURL?.replace(/^.*\\//, '')
    if (resolved.url.startsWith('node:')) seen.builtins.push(asking + ': ' + resolved.url)
    return resolved
  },
})
for (const name of ['compile', 'compileStreaming', 'instantiate', 'instantiateStreaming']) {
  const real = WebAssembly[name]
  WebAssembly[name] = (...parts) => { seen.wasm.push(name); return real(...parts) }
}
for (const name of ['Module', 'Instance', 'Memory']) {
  WebAssembly[name] = new Proxy(WebAssembly[name], {
    construct(real, parts) { seen.wasm.push(name); return new real(...parts) },
  })
}
const { parseWat } = await import('@wasm-airlock/wac')
const imported = structuredClone(seen)
await parseWat('(component)')
console.log(JSON.stringify({ imported, called: seen }))
`

it('compiles nothing until it is called, and asks Node for one thing only: to read its own file', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
  })
  const { imported, called } = JSON.parse(stdout) as Record<'imported' | 'called', Seen>
  const onlyToRead = ['core-module.node.js: node:fs/promises']
  expect(imported).toEqual({ builtins: onlyToRead, wasm: [] })
  expect(called.builtins).toEqual(onlyToRead)
  expect(called.wasm).toContain('compile')
})
