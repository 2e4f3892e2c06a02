import { parseWat } from '@wasm-airlock/wac'

const type = '(param "x" u32) (result u32)'

/** What the functions of {@link counters} do with `x`, as instructions of WebAssembly; `$g` is 0 at first. */
export const keep = 'local.get 0 global.set $g local.get 0'
export const recall = 'global.get $g'
export const addOne = 'local.get 0 i32.const 1 i32.add'
export const timesTen = 'local.get 0 i32.const 10 i32.mul'

/** Exports `f: func(x: u32) -> u32` of interfaces, by what each does; all of them share what they keep. */
export function counters(interfaces: Readonly<Record<string, string>>): Promise<Uint8Array> {
  const all = Object.entries(interfaces)
  return parseWat(`(component
    (core module $m (global $g (mut i32) (i32.const 0))
      ${all.map(([, code], index) => `(func (export "f${index}") (param i32) (result i32) ${code})`).join('\n')})
    (core instance $i (instantiate $m))
    ${all
      .map(
        ([name], index) => `(func $f${index} ${type} (canon lift (core func $i "f${index}")))
    (instance $e${index} (export "f" (func $f${index}))) (export "${name}" (instance $e${index}))`,
      )
      .join('\n')})`)
}

/** Exports `run`, which hands `x` to `f` of each interface, and what that answers to the next. */
export function callerOf(...names: readonly string[]): Promise<Uint8Array> {
  return parseWat(`(component
    ${names.map((name, index) => `(import "${name}" (instance $in${index} (export "f" (func ${type}))))`).join('\n')}
    ${names.map((_, index) => `(core func $c${index} (canon lower (func $in${index} "f")))`).join('\n')}
    (core module $m
      ${names.map((_, index) => `(import "in" "f${index}" (func $f${index} (param i32) (result i32)))`).join('\n')}
      (func (export "run") (param i32) (result i32) local.get 0 ${names.map((_, index) => `call $f${index}`).join(' ')}))
    (core instance $i (instantiate $m (with "in" (instance
      ${names.map((_, index) => `(export "f${index}" (func $c${index}))`).join(' ')}))))
    (func $run ${type} (canon lift (core func $i "run")))
    (export "run" (func $run)))`)
}
