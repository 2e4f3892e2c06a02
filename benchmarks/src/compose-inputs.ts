import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { componentizeSource } from '@wasm-airlock/componentize'
import type { ComponentInput } from '@wasm-airlock/compose'
import { parseWat } from '@wasm-airlock/wac'
import { enlarge } from './large-component.ts'

const examples = join(dirname(fileURLToPath(import.meta.url)), '../../python-examples')

/** How large a generated component is, in bytes. */
const COMPONENT_BYTES = 3_000_000

/** An application, and components that fit it. */
export interface ComposeInputs {
  /** Its folder. */
  readonly app: string
  readonly components: readonly ComponentInput[]
}

/** Python components of one interface, as they stand in `python-examples`: 18 MB each. */
export async function buildExamples(...names: readonly string[]): Promise<ComponentInput[]> {
  const components: ComponentInput[] = []
  for (const name of names) {
    const { bytes } = await componentizeSource(join(examples, name))
    components.push({ name, component: bytes })
  }
  return components
}

/** An application with `count` imports, and a component of 3 MB for each. */
export async function makeDifferent(folder: string, count: number): Promise<ComposeInputs> {
  const names = Array.from({ length: count }, (_, index) => `bench:part${index}/part@1.0.0`)
  const imports = names.map(
    (name, index) => `(import "${name}" (instance $i${index} (export "f" (func (result u32)))))
      (alias export $i${index} "f" (func $f${index})) (export "run${index}" (func $f${index}))`,
  )
  const app = await writeApp(join(folder, 'different'), imports.join('\n'))
  const components = names.map(async (name, index) => ({
    name: `part${index}`,
    component: await largeComponent(`
      (core module $m (func (export "f") (result i32) i32.const ${index}))
      (core instance $c (instantiate $m))
      (func $f (result u32) (canon lift (core func $c "f")))
      (instance $i (export "f" (func $f)))
      (export "${name}" (instance $i))`),
  }))
  return { app, components: await Promise.all(components) }
}

/** An application that imports one interface, and `count` components of 3 MB that export it. */
export async function makeChain(folder: string, count: number): Promise<ComposeInputs> {
  const name = 'bench:chain/step@1.0.0'
  const app = await writeApp(
    join(folder, 'chain'),
    `(import "${name}" (instance $i (export "f" (func (param "text" string) (result string)))))
     (alias export $i "f" (func $f)) (export "run" (func $f))`,
  )
  const component = await largeComponent(`
    (core module $m
      (memory (export "memory") 2)
      (func (export "realloc") (param i32 i32 i32 i32) (result i32) (i32.const 16))
      (func (export "f") (param i32 i32) (result i32)
        (i32.store (i32.const 0) (local.get 0)) (i32.store (i32.const 4) (local.get 1)) (i32.const 0)))
    (core instance $c (instantiate $m))
    (func $f (param "text" string) (result string)
      (canon lift (core func $c "f") (memory $c "memory") (realloc (func $c "realloc"))))
    (instance $i (export "f" (func $f)))
    (export "${name}" (instance $i))`)
  return {
    app,
    components: Array.from({ length: count }, (_, index) => ({ name: `step${index}`, component })),
  }
}

async function largeComponent(wat: string): Promise<Uint8Array> {
  return enlarge(await parseWat(`(component ${wat})`), COMPONENT_BYTES)
}

async function writeApp(folder: string, wat: string): Promise<string> {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'web.wasm'), await parseWat(`(component ${wat})`))
  await writeFile(
    join(folder, 'spin.toml'),
    'spin_manifest_version = 2\n[application]\nname = "bench"\n[[trigger.http]]\nroute = "/..."\ncomponent = "web"\n[component.web]\nsource = "web.wasm"\n',
  )
  return folder
}
