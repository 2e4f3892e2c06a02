import type { Finding, WitFiles, WorldItem } from '@wasm-airlock/shared'
import { checkTargets, resolveWit } from '@wasm-airlock/wac'
import { decide } from '../policy/decide.ts'
import type { Policy } from '../policy/policy.ts'

/** A world, and the WIT package that holds it. */
export interface Target {
  readonly wit: WitFiles
  readonly world: string | undefined
}

const codes = {
  'import-unexpected': 'world-import-unexpected',
  'export-missing': 'world-export-missing',
  'type-mismatch': 'world-type-mismatch',
} as const

/**
 * Compares a valid component with a world, as `wac targets` does, and lists exports beyond it. An import
 * that the world does not offer and the policy allows is only worth a warning: whoever wrote that policy
 * knows of a host that offers it.
 *
 * @throws AirlockError `wit-invalid` or `world-unknown` where the WIT or the world is at fault.
 */
export async function findDifferences(
  component: Uint8Array,
  exports: readonly WorldItem[],
  policy: Policy,
  { wit, world }: Target,
): Promise<Finding[]> {
  const verdict = await checkTargets(component, wit, world === undefined ? {} : { world })
  const differences = verdict.mismatches.map(
    ({ kind, side, name, reason }): Finding => ({
      code: codes[kind],
      severity: kind === 'import-unexpected' && decide(policy, name, null).allowed ? 'warning' : 'error',
      path: `${side} ${name}`,
      args: { name, world: verdict.world, reason },
    }),
  )
  return [...differences, ...findExtra(exports, await listExports(wit, verdict.world), verdict.world)]
}

/** The names that a world of the main package exports: interfaces in full, functions plainly. */
async function listExports(wit: WitFiles, worldId: string): Promise<string[]> {
  const { worlds, interfaces, packages, package: main } = await resolveWit(wit)
  const name = worldId.replace(/^.*\//, '').replace(/@.*$/, '')
  const world = worlds.find((candidate) => candidate.package === main && candidate.name === name)
  return Object.entries(world?.exports ?? {}).map(([key, item]) => {
    const id = 'interface' in item ? interfaces[item.interface.id] : undefined
    if (id?.name == null || id.package == null) return key
    const [packageName, version] = packages[id.package]?.name.split('@') ?? []
    return `${packageName}/${id.name}${version === undefined ? '' : `@${version}`}`
  })
}

function findExtra(exports: readonly WorldItem[], expected: readonly string[], world: string): Finding[] {
  return exports
    .filter(({ name }) => !expected.some((known) => isCompatible(name, known)))
    .map((item) => ({
      code: 'world-export-extra',
      severity: isLeftOver(item) ? 'info' : 'warning',
      path: `export ${item.name}`,
      args: { name: item.name, world },
    }))
}

/** componentize-py leaves the interface in which it prepared the interpreter behind. */
function isLeftOver({ name, functions }: WorldItem): boolean {
  return name === 'exports' && functions.length === 1 && functions[0]?.name === 'init'
}

/** Same name, and versions between which semantic versioning promises compatibility. */
function isCompatible(name: string, other: string): boolean {
  const [base, version] = name.split('@')
  const [otherBase, otherVersion] = other.split('@')
  return base === otherBase && compatibleTrack(version) === compatibleTrack(otherVersion)
}

/** `1.2.3` → `1`, `0.2.3` → `0.2`, anything that promises nothing → itself. */
function compatibleTrack(version: string | undefined): string | undefined {
  const match = /^(\d+)\.(\d+)\.(\d+)$/.exec(version ?? '')
  if (!match) return version
  const [, major, minor] = match
  if (major !== '0') return major
  return minor === '0' ? version : `0.${minor}`
}
