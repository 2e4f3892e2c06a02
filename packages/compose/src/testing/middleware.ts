import { encodeWit, inspectComponent, parseWat } from '@wasm-airlock/wac'
import { runComponent } from '../../../../tools/wasm/run-component.ts'
import type { MiddlewareInterface } from '../middleware/build-chain.ts'

export const testInterface = 'test:it/it@1.0.0'

/**
 * An interface as a component that imports it has it.
 *
 * @param body WIT inside of the interface `it`.
 * @param beside WIT of other interfaces of the package.
 */
export async function interfaceOf(body: string, beside = ''): Promise<MiddlewareInterface> {
  const wit = `package test:it@1.0.0; ${beside} interface it { ${body} } world w { import it; }`
  const { types } = await inspectComponent(await encodeWit({ 'it.wit': wit }))
  const type = types.findIndex((found) => found.kind === 'interface' && found.name === testInterface)
  return { name: testInterface, types, type }
}

/** An interface that no WIT would give: the text of an instance type of WebAssembly. */
export async function interfaceOfText(instance: string): Promise<MiddlewareInterface> {
  const { imports, types } = await inspectComponent(
    await parseWat(`(component (import "${testInterface}" (instance ${instance})))`),
  )
  return { name: testInterface, types, type: imports[0]?.type as number }
}

/** Functions of an interface as JavaScript has them; what is called is for a test to know. */
// biome-ignore lint/suspicious/noExplicitAny: the exports of any component
export type Functions = Record<string, (...args: any[]) => any>

/** Runs a middleware whose links are written in JavaScript. */
export async function runMiddleware(
  middleware: Uint8Array,
  links: readonly Functions[],
  imports: object = {},
): Promise<Functions> {
  const named = Object.fromEntries(links.map((link, index) => [`link${index}`, link]))
  const exported = await runComponent(middleware, { ...named, ...imports })
  return exported[testInterface]
}

/** A component with functions `func(string) -> string`, each of which puts a text behind the string. */
export function appendingLink(text: string, ...functions: readonly string[]): Promise<Uint8Array> {
  return parseWat(`(component
    (core module $m
      (memory (export "memory") 4)
      (data (i32.const 16) "${text}")
      (global $free (mut i32) (i32.const 1024))
      (func $realloc (export "realloc") (param i32 i32 i32 i32) (result i32)
        (global.get $free)
        (global.set $free (i32.add (global.get $free) (local.get 3))))
      (func (export "append") (param $at i32) (param $length i32) (result i32) (local $new i32)
        (local.set $new
          (call $realloc (i32.const 0) (i32.const 0) (i32.const 1) (i32.add (local.get $length) (i32.const ${text.length}))))
        (memory.copy (local.get $new) (local.get $at) (local.get $length))
        (memory.copy (i32.add (local.get $new) (local.get $length)) (i32.const 16) (i32.const ${text.length}))
        (i32.store (i32.const 0) (local.get $new))
        (i32.store (i32.const 4) (i32.add (local.get $length) (i32.const ${text.length})))
        (i32.const 0)))
    (core instance $i (instantiate $m))
    (func $f (param "text" string) (result string)
      (canon lift (core func $i "append") (memory $i "memory") (realloc (func $i "realloc"))))
    (instance $it ${functions.map((name) => `(export "${name}" (func $f))`).join(' ')})
    (export "${testInterface}" (instance $it)))`)
}
