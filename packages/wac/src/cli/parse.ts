import { parseDocument } from '../document.ts'
import type { Arguments } from './arguments.ts'
import { parseOptionsOf } from './document-options.ts'
import { readSource } from './input.ts'
import { print } from './output.ts'

/** `wac parse`: the syntax tree, in the layout of the crate serde_json. */
export async function runParse(given: Arguments): Promise<void> {
  const document = await parseDocument(await readSource(given.path), parseOptionsOf(given))
  await print(`${JSON.stringify(document, undefined, 2)}\n`)
}
