import { parseWat } from '@wasm-airlock/wac'

/** For tests: a component of the world `promptmodifier`, and what to put beside it. */
export function promptComponent(extra = ''): Promise<Uint8Array> {
  return parseWat(`(component
    ${extra}
    (core module $m
      (memory (export "memory") 1)
      (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32) (i32.const 1024))
      (func (export "change") (param i32 i32) (result i32)
        (i32.store (i32.const 0) (local.get 0))
        (i32.store (i32.const 4) (local.get 1))
        (i32.const 0)))
    (core instance $i (instantiate $m))
    (alias core export $i "memory" (core memory $memory))
    (alias core export $i "cabi_realloc" (core func $realloc))
    (alias core export $i "change" (core func $change))
    (func $before (param "userprompt" string) (result string)
      (canon lift (core func $change) (memory $memory) (realloc $realloc)))
    (func $after (param "promptresult" string) (result string)
      (canon lift (core func $change) (memory $memory) (realloc $realloc)))
    (instance $promptmodification (export "before" (func $before)) (export "after" (func $after)))
    (export "component:promptprocessor/promptmodification@0.0.1" (instance $promptmodification)))`)
}

/** For tests: a component around a core module that exports and imports these names. */
export function componentWithNames(exported: string, module = 'env', field = 'f'): Promise<Uint8Array> {
  return parseWat(`(component
    (core module
      (import ${quote(module)} ${quote(field)} (func))
      (func (export ${quote(exported)}))))`)
}

/** A WAT string of any text. */
function quote(text: string): string {
  const bytes = [...new TextEncoder().encode(text)]
  return `"${bytes.map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('')}"`
}
