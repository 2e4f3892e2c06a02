import { parseWat } from '@wasm-airlock/wac'

/** What a calculator does with `x`, as instructions of WebAssembly. */
export const calculations = {
  addOne: 'local.get 0 i32.const 1 i32.add',
  timesTen: 'local.get 0 i32.const 10 i32.mul',
  square: 'local.get 0 local.get 0 i32.mul',
} as const

const type = '(param "x" u32) (result u32)'

/** Exports `f` and `after`, both `func(x: u32) -> u32`, of an interface. */
export function calculator(name: string, calculation: keyof typeof calculations): Promise<Uint8Array> {
  return parseWat(`(component
    (core module $m (func (export "f") (param i32) (result i32) ${calculations[calculation]}))
    (core instance $i (instantiate $m))
    (func $f ${type} (canon lift (core func $i "f")))
    (instance $iface (export "f" (func $f)) (export "after" (func $f)))
    (export "${name}" (instance $iface)))`)
}

/** Imports `f` of the last interface, adds one to what it answers, and exports it as the first interface. */
export function adapter(exported: string, imported: string): Promise<Uint8Array> {
  return parseWat(`(component
    (import "${imported}" (instance $in (export "f" (func ${type})) (export "after" (func ${type}))))
    (core func $f-in (canon lower (func $in "f")))
    (core func $after-in (canon lower (func $in "after")))
    (core module $m
      (import "in" "f" (func $f (param i32) (result i32)))
      (import "in" "after" (func $after (param i32) (result i32)))
      (func (export "f") (param i32) (result i32) local.get 0 call $f i32.const 1 i32.add)
      (func (export "after") (param i32) (result i32) local.get 0 call $after i32.const 1 i32.add))
    (core instance $i (instantiate $m (with "in" (instance
      (export "f" (func $f-in)) (export "after" (func $after-in))))))
    (func $f ${type} (canon lift (core func $i "f")))
    (func $after ${type} (canon lift (core func $i "after")))
    (instance $iface (export "f" (func $f)) (export "after" (func $after)))
    (export "${exported}" (instance $iface)))`)
}

/** Exports `run` and `run-after`, which hand `x` to `f` and `after` of an interface that it imports. */
export function calculatingApp(name: string): Promise<Uint8Array> {
  return parseWat(`(component
    (import "${name}" (instance $in (export "f" (func ${type})) (export "after" (func ${type}))))
    (core func $f-in (canon lower (func $in "f")))
    (core func $after-in (canon lower (func $in "after")))
    (core module $m
      (import "in" "f" (func $f (param i32) (result i32)))
      (import "in" "after" (func $after (param i32) (result i32)))
      (func (export "run") (param i32) (result i32) local.get 0 call $f)
      (func (export "run-after") (param i32) (result i32) local.get 0 call $after))
    (core instance $i (instantiate $m (with "in" (instance
      (export "f" (func $f-in)) (export "after" (func $after-in))))))
    (func $run ${type} (canon lift (core func $i "run")))
    (func $after ${type} (canon lift (core func $i "run-after")))
    (export "run" (func $run))
    (export "run-after" (func $after)))`)
}

/** Exports `run`, which hands `x` to `f` of one interface, and what that answers to `f` of another. */
export function calculatingTwo(first: string, second: string): Promise<Uint8Array> {
  const imported = [first, second].map(
    (name, index) => `(import "${name}" (instance $in${index} (export "f" (func ${type}))))
      (core func $f${index} (canon lower (func $in${index} "f")))`,
  )
  return parseWat(`(component ${imported.join('\n')}
    (core module $m
      (import "in" "f0" (func $f0 (param i32) (result i32)))
      (import "in" "f1" (func $f1 (param i32) (result i32)))
      (func (export "run") (param i32) (result i32) local.get 0 call $f0 call $f1))
    (core instance $i (instantiate $m (with "in" (instance (export "f0" (func $f0)) (export "f1" (func $f1))))))
    (func $run ${type} (canon lift (core func $i "run")))
    (export "run" (func $run)))`)
}
