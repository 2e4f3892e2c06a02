import { matchesImport, packageOfKey } from '@wasm-airlock/host'
import { AirlockError, parseInterfaceName } from '@wasm-airlock/shared'
import { listNames } from '../match/names.ts'
import type { Socket } from '../match/sockets.ts'
import type { PackagePart } from './package-parts.ts'

/**
 * The key of `[component.ID.dependencies]` that stands for exactly the imports that a dependency is to satisfy: the
 * name of the one import, or the package, with its version where all have the same.
 *
 * @throws AirlockError `manifest-invalid` where there is no such key: it would stand for other imports too, or the
 * manifest has one of that package.
 */
export function keyOf(socket: Socket, part: PackagePart): string {
  const wanted = part.arguments.map((each) => each.import)
  const candidates = candidatesOf(part.package, wanted)
  const [first = part.package] = candidates
  refuseTaken(socket, part, candidates.length === 0 ? part.package : first)
  const names = socket.inspection.imports.map(({ name }) => name)
  const found = candidates.find((key) =>
    names.every((name) => matchesImport(key, name) === wanted.includes(name)),
  )
  if (found !== undefined) return found
  const more = names.filter((name) => matchesImport(first, name) && !wanted.includes(name))
  throw refusal(
    socket,
    first,
    `${givers(part)} would satisfy ${listNames(wanted)}, and that key is one for ${listNames(more)} too`,
  )
}

function candidatesOf(name: string, wanted: readonly string[]): string[] {
  const parsed = wanted.flatMap((each) => parseInterfaceName(each) ?? [])
  const exact = wanted.length === 1 ? wanted : []
  const [first] = parsed
  if (first === undefined) return [...exact]
  const isOneVersion = first.version !== undefined && parsed.every(({ version }) => version === first.version)
  const isOneInterface = parsed.every((each) => each.interface === first.interface)
  return [
    ...exact,
    ...(isOneVersion ? [`${name}@${first.version}`] : []),
    name,
    ...(isOneInterface ? [`${name}/${first.interface}`] : []),
  ]
}

/** Spin registers the component itself by its id, and each dependency by its package. */
function refuseTaken(socket: Socket, part: PackagePart, key: string): void {
  const { dependencies = {} } = socket.entry.manifest
  const other = Object.keys(dependencies).find((each) => packageOfKey(each) === part.package)
  const wanted = listNames(part.arguments.map((each) => each.import))
  if (other !== undefined) {
    throw refusal(
      socket,
      key,
      `${givers(part)} would satisfy ${wanted}, and ${other} is a dependency of ${part.package} already, of which Spin takes one`,
    )
  }
  if (part.package !== socket.id) return
  throw refusal(
    socket,
    key,
    `${givers(part)} would satisfy ${wanted}, and Spin takes no dependency by the id of the component`,
  )
}

function givers({ instances }: PackagePart): string {
  return listNames(instances.map(({ name }) => name))
}

function refusal({ entry }: Socket, key: string, reason: string): AirlockError {
  const item = [...entry.place, 'dependencies', key].join('.')
  return new AirlockError('manifest-invalid', `The manifest cannot say ${item}: ${reason}.`, {
    item,
    hint: 'Use the mode plug.',
    details: { problems: [{ path: item, message: reason }] },
  })
}
