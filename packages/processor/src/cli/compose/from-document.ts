import { composeDocument } from '@wasm-airlock/wac'
import { writeFileAtomic } from '../../atomic.ts'
import { readText } from '../../read.ts'
import { formatBytes } from '../../text.ts'
import { checkTarget } from '../check-target.ts'
import type { CommandContext } from '../command-module.ts'
import { readDependencies } from '../dependencies.ts'
import { inDocument } from '../document.ts'

/**
 * Composes what a WAC document says, without an application.
 *
 * @param document File of the document, as the user gave it.
 * @param dependencies `PACKAGE=PATH`, as `--dep` takes them.
 * @param target File that is written.
 */
export async function composeFromDocument(
  { output, known }: CommandContext,
  document: string,
  dependencies: readonly string[] | undefined,
  target: string,
): Promise<void> {
  const files = (dependencies ?? []).map((each) => each.slice(each.indexOf('=') + 1))
  await checkTarget(target, [document, ...files])
  const source = await readText(document)
  const packages = await readDependencies(dependencies)
  const component = await inDocument(document, composeDocument(source, { packages }))
  const path = await writeFileAtomic(target, component)
  known.component = { path, bytes: component.length }
  output.line(`${target}: ${formatBytes(component.length)}`)
}
