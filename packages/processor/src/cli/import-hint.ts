import type { AirlockError } from '@wasm-airlock/shared'

/** Namespaces of what a host may offer. */
const hostNamespace = /^(wasi|fermyon|spin):/

/** The imports that nobody satisfies, where an error is about such. */
export function missingImports({ code, details: { missing } }: AirlockError): string[] | undefined {
  if (code !== 'import-not-granted' || !Array.isArray(missing)) return undefined
  return missing.map((each: { readonly import?: unknown }) => String(each.import))
}

/**
 * What can be done about imports that nobody satisfies, in the options of the command that met them.
 *
 * @param command `call`, `up`; `undefined` where none was found.
 */
export function importHint(missing: readonly string[], command: string | undefined): string {
  const open = missing.filter((name) => !hostNamespace.test(name))
  const [one] = open
  if (one !== undefined) {
    const names = `${open.slice(0, 3).join(', ')}${open.length > 3 ? ` and ${open.length - 3} more` : ''}`
    const how =
      command === 'call'
        ? '`airlock plug THIS.wasm --plug OTHER.wasm -o FILE`'
        : '`airlock compose COMPONENT.wasm --app DIR --out DIR`'
    return `No host offers ${names}: compose with a component that exports ${open.length === 1 ? 'it' : 'them'}, by ${how}.`
  }
  if (command === 'call')
    return 'Grant it with --env, --arg, --stdin, --dir or --allow-host, or link it with nothing behind it: --policy FILE with allow = ["wasi:*"].'
  if (command === 'run')
    return 'Build it without that import, or link it with nothing behind it: --policy FILE with allow = ["wasi:*"].'
  return 'Build the component without that import: this host does not have it.'
}
