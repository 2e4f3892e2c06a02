import { parseWat } from '@wasm-airlock/wac'

/** What a component has of functions `f: func() -> TYPE`, by interface. */
export interface SmallComponent {
  readonly imports?: readonly string[]
  readonly exports?: readonly string[]
  /** Of what it exports. @default 'u32' */
  readonly type?: 'u32' | 's32'
}

/** A component of a few hundred bytes. */
export function smallComponent({ imports = [], exports = [], type = 'u32' }: SmallComponent) {
  return parseWat(`(component
    ${imports.map((name) => `(import "${name}" (instance (export "f" (func (result u32)))))`).join('\n')}
    (core module $m (func (export "f") (result i32) i32.const 7))
    (core instance $i (instantiate $m))
    (func $f (result ${type}) (canon lift (core func $i "f")))
    (instance $exported (export "f" (func $f)))
    ${exports.map((name) => `(export "${name}" (instance $exported))`).join('\n')}
    (export "run" (func $f)))`)
}

/** A manifest with these components, each `ID: SOURCE` in TOML, and a route for each. */
export function manifestOf(components: Readonly<Record<string, string>>, more = ''): string {
  const parts = Object.entries(components).map(
    ([id, source]) => `
[[trigger.http]]
route = "/${id}"
component = "${id}"
[component.${id}]
source = ${source}
`,
  )
  return `# by hand
spin_manifest_version = 2
[application]
name = "by-hand"
${parts.join('')}${more}`
}
