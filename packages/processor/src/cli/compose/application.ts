import { composeApp, planComposition, templatePath } from '@wasm-airlock/compose'
import { escapeControls } from '@wasm-airlock/shared'
import { checkWritable, writeFileAtomic } from '../../atomic.ts'
import { pickDefined } from '../../pick-defined.ts'
import { readText } from '../../read.ts'
import { checkManifest, listApplicationFiles } from '../../read-application.ts'
import { asGiven } from '../as-given.ts'
import { checkTarget } from '../check-target.ts'
import type { CommandContext } from '../command-module.ts'
import { readPolicy } from '../options.ts'
import { nameFiles, readInputs, refuseDocuments } from './inputs.ts'
import { type ComposeCommandOptions, chooseOut } from './options.ts'
import { choosePlaces } from './places.ts'
import { composedLines, documentOf, printPlan } from './print.ts'

/**
 * Puts components into an application, or says how that would be done.
 *
 * @param words The components, as they stand on the command line.
 */
export async function composeApplication(
  { output, known, signal }: CommandContext,
  words: readonly string[],
  options: ComposeCommandOptions,
): Promise<void> {
  const out = await chooseOut(options)
  refuseDocuments(words)
  const files = await nameFiles(words)
  const places = choosePlaces(options.into ?? [], files)
  const { app = templatePath(), mode, choose, build, explain } = options
  await checkManifest(app)
  await checkTarget(options.output, [
    ...files.map(({ file }) => file),
    options.policy,
    ...(await listApplicationFiles(app)),
  ])
  const policy = await readPolicy(options.policy)
  const document = options.document === undefined ? undefined : await readText(options.document)
  if (out !== undefined && explain !== true) await checkWritable(out)
  const components = (await readInputs(files)).map((each) => ({
    ...each,
    ...pickDefined({ into: places(each.name) }),
  }))
  const plan = {
    ...pickDefined({ mode, choose, document, build }),
    ...policy,
    onProgress: output.onProgress,
    signal,
  }
  const given = { app, files, document: options.document }
  if (explain === true || out === undefined) {
    const found = await asGiven(given, planComposition(app, components, plan))
    Object.assign(known, found)
    output.settle()
    if (options.output !== undefined) {
      const document = documentOf(found)
      const path = await writeFileAtomic(options.output, document)
      known.document = { path, bytes: Buffer.byteLength(document) }
    }
    printPlan(output, found)
    if (options.output !== undefined) output.line(`// written to ${escapeControls(options.output)}`)
    return
  }
  const { path, name, ...found } = await asGiven(given, composeApp(app, components, { ...plan, out }))
  Object.assign(known, { app: { path, name }, ...found })
  output.settle()
  for (const line of composedLines(found.components)) output.line(line)
  output.line(`${out}: the application ${escapeControls(name)}`)
}
