import { matchesImport } from '@wasm-airlock/host'
import { AirlockError } from '@wasm-airlock/shared'
import { composeDocument } from '@wasm-airlock/wac'
import { checkResult } from '../check/check-result.ts'
import { writeDocument } from '../document/write-document.ts'
import { readNames } from '../graph/read-names.ts'
import type { Socket } from '../match/sockets.ts'
import type { Dependency } from './make-dependency.ts'

/**
 * Will the application load? Composes what the manifest is to say, as a loader does, of components without code.
 *
 * @throws AirlockError `compose-failed`.
 */
export async function checkLoads(socket: Socket, dependencies: readonly Dependency[]): Promise<void> {
  const { id, inspection, outline } = socket
  const imports = inspection.imports.map(({ name }) => name)
  const args = dependencies.flatMap(({ key, exported }, index) =>
    imports
      .filter((name) => matchesImport(key, name))
      .map((name) => ({ import: name, from: `dependency${index}`, export: exported ?? name })),
  )
  const instances = dependencies.map((_, index) => ({
    name: `dependency${index}`,
    kind: 'component' as const,
    arguments: [],
  }))
  const outlines = dependencies.map((each, index) => [`component:dependency${index}`, each.outline] as const)
  const document = writeDocument({ instances }, { app: id, arguments: args })
  const packages = { [`app:${id}`]: outline, ...Object.fromEntries(outlines) }
  const composed = await composeDocument(document, { packages }).catch((error: unknown) => {
    if (!(error instanceof AirlockError)) throw error
    const keys = dependencies.map(({ key }) => key).join(', ')
    throw new AirlockError(
      'compose-failed',
      `${id} cannot be composed with its dependencies ${keys}: ${error.message}`,
      { item: error.item ?? id, details: error.details, cause: error },
    )
  })
  const names = readNames(composed)
  if (names === undefined) return
  const satisfied = args.map((each) => each.import)
  checkResult(id, names, {
    exports: inspection.exports.map(({ name }) => name),
    imports: [
      ...imports.filter((name) => !satisfied.includes(name)),
      ...dependencies.flatMap(({ openImports }) => openImports),
    ],
    satisfied,
  })
}
