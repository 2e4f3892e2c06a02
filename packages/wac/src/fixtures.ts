/** Components and WIT for the tests and the comparison with the `wac` command; not part of the package. */

import { leb128 } from '../../../tools/leb128.ts'

/** Types of a function `f` in the text format, with a core function that has them. */
const shapes = {
  number: { type: '(result u32)', core: '(result i32) i32.const 7' },
  doubled: { type: '(param "x" u32) (result u32)', core: '(param i32) (result i32) local.get 0' },
  renamed: { type: '(param "y" u32) (result u32)', core: '(param i32) (result i32) local.get 0' },
  nothing: { type: '', core: '' },
} as const

type Shape = keyof typeof shapes
type Interfaces = Readonly<Record<string, Shape>>

/** A component that exports these interfaces, each with a function `f`, and imports those. */
export function plugText(exports: Interfaces, imports: Interfaces = {}): string {
  const exported = Object.entries(exports).map(([name, shape], index) => {
    const { type, core } = shapes[shape]
    return `(core module $m${index} (func (export "f") ${core}))
      (core instance $c${index} (instantiate $m${index}))
      (func $f${index} ${type} (canon lift (core func $c${index} "f")))
      (instance $i${index} (export "f" (func $f${index})))
      (export "${name}" (instance $i${index}))`
  })
  return `(component ${importText(imports)} ${exported.join('\n')})`
}

/** A component that imports these interfaces and exports the function of each one as `run-N`. */
export function socketText(imports: Interfaces): string {
  const exported = Object.keys(imports).map(
    (_, index) =>
      `(alias export $in${index} "f" (func $run${index})) (export "run-${index}" (func $run${index}))`,
  )
  return `(component ${importText(imports)} ${exported.join('\n')})`
}

function importText(imports: Interfaces): string {
  return Object.entries(imports)
    .map(
      ([name, shape], index) =>
        `(import "${name}" (instance $in${index} (export "f" (func ${shapes[shape].type}))))`,
    )
    .join('\n')
}

/** A world over `test:dep@1.0.0`, whose interfaces are named like the shapes. */
export function worldFiles(body: string, world = 'w'): Record<string, string> {
  return {
    'world.wit': `package test:target;\n\nworld ${world} {\n${body}\n}\n`,
    'deps/dep.wit': `package test:dep@1.0.0;

interface number { f: func() -> u32; }
interface doubled { f: func(x: u32) -> u32; }
interface nothing { f: func(); }
`,
  }
}

/** Components inside of one another, the innermost empty. */
export function nestedComponents(depth: number): Uint8Array {
  const header = [0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0]
  const parts: number[][] = [header]
  let length = header.length
  for (let level = 0; level < depth; level++) {
    const part = [...header, 4, ...leb128(length)]
    parts.push(part)
    length += part.length
  }
  return Uint8Array.from(parts.reverse().flat())
}
