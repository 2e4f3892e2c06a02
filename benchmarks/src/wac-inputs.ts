import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { componentizeSource } from '@wasm-airlock/componentize'
import { promptWit } from '@wasm-airlock/shared'
import { parseWat } from '@wasm-airlock/wac'

const SOURCE = `def before(userprompt: str) -> str:
    return "Arr! " + userprompt

def after(promptresult: str) -> str:
    return promptresult + " Yarr!"
`

/** Joins the two as plug does. */
const COMPOSITION = `package bench:composed;

let plug = new bench:plug { ... };
let socket = new bench:socket { "component:promptprocessor/promptmodification@0.0.1": plug["component:promptprocessor/promptmodification@0.0.1"], ... };
export socket...;
`

/** What the comparisons with the `wac` command run on: bytes for the library, paths for the command. */
export interface WacInputs {
  readonly folder: string
  /** The template: 12 MB. */
  readonly socket: Uint8Array
  readonly socketPath: string
  /** A Python component: 18 MB. */
  readonly plug: Uint8Array
  readonly plugPath: string
  readonly witPath: string
  readonly composition: string
  readonly compositionPath: string
  /** 200 lines. */
  readonly long: string
  readonly longPath: string
}

/** Builds the inputs in a folder below `folder`. */
export async function makeWacInputs(folder: string): Promise<WacInputs> {
  const own = join(folder, 'wac')
  const path = (name: string) => join(own, name)
  await mkdir(path('wit'), { recursive: true })
  for (const [name, text] of Object.entries(promptWit)) await writeFile(path(`wit/${name}`), text)
  await writeFile(path('prompt_functions.py'), SOURCE)
  const plug = (await componentizeSource(path('prompt_functions.py'))).bytes
  await writeFile(path('plug.wasm'), plug)
  const socketPath = fileURLToPath(import.meta.resolve('@wasm-airlock/spin-app-template/app.wasm'))
  await writeFile(path('composition.wac'), COMPOSITION)
  const long = longDocument()
  await writeFile(path('long.wac'), long)
  return {
    folder: own,
    socket: await readFile(socketPath),
    socketPath,
    plug,
    plugPath: path('plug.wasm'),
    witPath: path('wit'),
    composition: COMPOSITION,
    compositionPath: path('composition.wac'),
    long,
    longPath: path('long.wac'),
  }
}

/** 200 lines with every kind of statement. */
function longDocument(): string {
  const parts = Array.from(
    { length: 18 },
    (_, index) => `/// Number ${index}.
interface api${index} {
  record point${index} { x: u32, y: option<list<string>> }
  resource thing${index} { constructor(a: u8); size: func() -> result<u32, string>; }
  call: func(a: string, b: tuple<u8, f64>) -> point${index};
}
world world${index} { import api${index}; export run: func(); }
import outer${index}: func(a: u32) -> string;
let instance${index} = new bench:part${index} { a: outer${index}, "b:c/d@1.0.${index}": outer${index}, ... };
export instance${index}["run"] as run${index};
`,
  )
  return `package bench:long@1.0.0;\n\n${parts.join('\n')}`
}

/** A plug and a socket of a few hundred bytes. */
export async function smallPair(): Promise<{ readonly socket: Uint8Array; readonly plug: Uint8Array }> {
  const socket = await parseWat(`(component
    (import "bench:dep/number" (instance $in (export "f" (func (result u32)))))
    (alias export $in "f" (func $run)) (export "run" (func $run)))`)
  const plug = await parseWat(`(component
    (core module $m (func (export "f") (result i32) i32.const 7))
    (core instance $c (instantiate $m))
    (func $f (result u32) (canon lift (core func $c "f")))
    (instance $i (export "f" (func $f)))
    (export "bench:dep/number" (instance $i)))`)
  return { socket, plug }
}
