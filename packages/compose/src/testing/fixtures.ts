import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseWat } from '@wasm-airlock/wac'
import { onTestFinished } from 'vitest'

export { manifestText } from '../../../host/src/test-support/spin-folder.ts'

/** A folder that goes away with the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'airlock-compose-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Writes files into a new folder, in folders of their own where their names say so. */
export async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await temporaryFolder()
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
  return folder
}

export const promptInterface = 'component:promptprocessor/promptmodification@0.0.1'

const identity = `
  (core module $m
    (memory (export "memory") 4)
    (global $free (mut i32) (i32.const 16))
    (func (export "realloc") (param i32 i32 i32 i32) (result i32)
      (global.get $free)
      (global.set $free (i32.add (global.get $free) (local.get 3))))
    (func (export "identity") (param i32 i32) (result i32)
      (i32.store (i32.const 0) (local.get 0))
      (i32.store (i32.const 4) (local.get 1))
      (i32.const 0)))
  (core instance $i (instantiate $m))
  (func $before (param "userprompt" string) (result string)
    (canon lift (core func $i "identity") (memory $i "memory") (realloc (func $i "realloc"))))
  (func $after (param "promptresult" string) (result string)
    (canon lift (core func $i "identity") (memory $i "memory") (realloc (func $i "realloc"))))
  (instance $prompt (export "before" (func $before)) (export "after" (func $after)))`

/** A prompt component that changes nothing, with the export that componentize-py leaves over. */
export function promptComponent(): Promise<Uint8Array> {
  return parseWat(`(component ${identity}
    (export "${promptInterface}" (instance $prompt))
    (instance $left (export "init" (func $before)))
    (export "exports" (instance $left)))`)
}

/** A component that exports a function `f: func() -> TYPE` of each interface. */
export function plugOf(type: string, ...interfaceNames: readonly string[]): Promise<Uint8Array> {
  return parseWat(`(component
    (core module $m (func (export "f") (result i32) i32.const 7))
    (core instance $i (instantiate $m))
    (func $f (result ${type}) (canon lift (core func $i "f")))
    (instance $iface (export "f" (func $f)))
    ${interfaceNames.map((name) => `(export "${name}" (instance $iface))`).join('\n')})`)
}

/** A component that exports `f` of the first interface, and imports `f: func() -> u32` of the others. */
export function greedyPlugOf(exported: string, ...imported: readonly string[]): Promise<Uint8Array> {
  const imports = imported.map((name) => `(import "${name}" (instance (export "f" (func (result u32)))))`)
  return parseWat(`(component ${imports.join('\n')}
    (core module $m (func (export "f") (result i32) i32.const 7))
    (core instance $i (instantiate $m))
    (func $f (result u32) (canon lift (core func $i "f")))
    (instance $iface (export "f" (func $f)))
    (export "${exported}" (instance $iface)))`)
}

/** A component that imports `f: func() -> u32` of interfaces and exports the function `run`. */
export function socketOf(...interfaceNames: readonly string[]): Promise<Uint8Array> {
  const imports = interfaceNames.map(
    (name) => `(import "${name}" (instance (export "f" (func (result u32)))))`,
  )
  return parseWat(`(component ${imports.join('\n')}
    (core module $m (func (export "run") (result i32) i32.const 1))
    (core instance $i (instantiate $m))
    (func $run (result u32) (canon lift (core func $i "run")))
    (export "run" (func $run)))`)
}
