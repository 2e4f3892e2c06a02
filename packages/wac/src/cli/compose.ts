import { composeDocument, resolveDocument } from '../document.ts'
import { printComponent } from '../text.ts'
import type { Arguments } from './arguments.ts'
import { resolveOptionsOf } from './document-options.ts'
import { readSource } from './input.ts'
import { isBinaryRefused, refuseBinary, writeOutput } from './output.ts'

/** `wac compose` */
export async function runCompose(given: Arguments): Promise<void> {
  const source = await readSource(given.path)
  const options = resolveOptionsOf(given)
  const text = given.has('wat')
  const output = given.value('output')
  if (isBinaryRefused(text, output)) {
    // What is wrong with the document comes first, as in `wac`.
    await resolveDocument(source, options)
    refuseBinary()
  }
  const component = await composeDocument(source, {
    ...options,
    importDependencies: given.has('import-dependencies'),
    validate: !given.has('no-validate'),
  })
  await writeOutput(text ? await printComponent(component) : component, output)
}
