import { parseWat } from '@wasm-airlock/wac'

const type = '(param "x" u32) (result u32)'

/** What functions `func(x: u32) -> u32` do: interface → function → instructions; `''` for plain functions. */
export type Offered = Readonly<Record<string, Readonly<Record<string, string>>>>

/** Names of functions of that type by their interface: the first is called as `$in0-f`. */
export type Needed = Readonly<Record<string, readonly string[]>>

export const addOne = 'local.get 0 i32.const 1 i32.add'
export const timesTen = 'local.get 0 i32.const 10 i32.mul'
/** Hands on to the function `f` of the first import. */
export const handOn = 'local.get 0 call $in0-f'

/** A component of any interfaces whose functions are all of one type. */
export function offering(exports: Offered, imports: Needed = {}): Promise<Uint8Array> {
  const needed = Object.entries(imports).flatMap(([, names], at) =>
    names.map((name) => ({ at, name, id: `in${at}-${name}` })),
  )
  const offered = Object.entries(exports).map(([name, functions], at) => ({
    name,
    functions: Object.entries(functions).map(([func, code]) => ({ func, code, id: `out${at}-${func}` })),
  }))
  const all = offered.flatMap(({ functions }) => functions)
  const lines = [
    ...Object.entries(imports).map(
      ([name, functions], at) =>
        `(import "${name}" (instance $in${at} ${functions.map((each) => `(export "${each}" (func ${type}))`).join(' ')}))`,
    ),
    ...needed.map(({ at, name, id }) => `(core func $${id} (canon lower (func $in${at} "${name}")))`),
    '(core module $m',
    ...needed.map(({ id }) => `(import "in" "${id}" (func $${id} (param i32) (result i32)))`),
    ...all.map(({ code, id }) => `(func (export "${id}") (param i32) (result i32) ${code})`),
    ')',
    `(core instance $i (instantiate $m (with "in" (instance ${needed.map(({ id }) => `(export "${id}" (func $${id}))`).join(' ')}))))`,
    ...all.map(({ id }) => `(func $${id} ${type} (canon lift (core func $i "${id}")))`),
    ...offered.flatMap(({ name, functions }, at) => {
      const exported = functions.map(({ func, id }) => `(export "${func}" (func $${id}))`)
      return name === ''
        ? exported
        : [`(instance $e${at} ${exported.join(' ')})`, `(export "${name}" (instance $e${at}))`]
    }),
  ]
  return parseWat(`(component ${lines.join('\n')})`)
}
