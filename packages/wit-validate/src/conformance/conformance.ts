import { AirlockError, type Finding, type WitFiles } from '@wasm-airlock/shared'
import { checkTargets } from '@wasm-airlock/wac'
import { makeDecide } from '../policy/decide.ts'
import type { Policy } from '../policy/policy.ts'
import { capFindings, isRefused, malformed } from '../result.ts'
import { toFindings, type WorldMatch } from './to-findings.ts'

/** What {@link checkConformance} compares a component with. */
export interface ConformanceOptions {
  /** The WIT package that holds the world. */
  readonly wit: WitFiles
  /** The world, by its plain or full name. @default the only world of `wit` */
  readonly world?: string | undefined
  /** How close the component has to be. @default 'subtype' */
  readonly match?: WorldMatch | undefined
}

/** What was found; plain data. */
export interface ConformanceResult {
  /** No finding has the severity `error`. */
  readonly ok: boolean
  /** Full name of the world; `null` where the bytes are no component, and nothing was compared. */
  readonly world: string | null
  readonly match: WorldMatch
  readonly findings: readonly Finding[]
}

/** Every value of `match`. */
export const worldMatches: readonly WorldMatch[] = ['subtype', 'exact']

/** What is no component is a finding; whatever else is wrong is the caller's. */
const blamedOnComponent: readonly string[] = ['component-malformed', 'input-too-large']

/**
 * Does a component conform to a world?
 *
 * - `subtype`: the verdict of `wac targets`. A component may import less and export more than the world
 *   says, and a version that semantic versioning takes for compatible fits: `1.2.0` and `1.0.3`, `0.2.0`
 *   and `0.2.9`; not `0.0.1` and `0.0.2`, and no pre-release. What is accepted so is listed all the same.
 * - `exact`: what the tools make for this world and no other. The exports are those of the world, in the
 *   same versions and with nothing more in an interface. The imports are in the same versions; tools leave
 *   out those that the code does not use, and so may be left out here.
 *
 * It reads types only and runs in the thread of the caller: whether function bodies are valid is for
 * {@link validateComponent}.
 *
 * @param component The bytes, from anywhere. They are never the reason for an exception.
 * @param options World and match.
 * @returns Every difference, at most 100 of a code. The arguments of a finding hold both types as WIT text
 *   (`expected`, `found`), and of a mismatch the first place where they part (`place`, `expectedThere`,
 *   `foundThere`).
 * @throws AirlockError `wit-invalid`, `world-unknown`, `usage-invalid` where an option is at fault.
 *
 * @example
 * const { ok, findings } = await checkConformance(bytes, { wit: promptWit, world: 'promptmodifier' })
 */
export async function checkConformance(
  component: Uint8Array,
  options: ConformanceOptions,
): Promise<ConformanceResult> {
  const { match = 'subtype' } = options
  const { world, findings } = await compareWithWorld(component, options)
  return { ok: !isRefused(findings), world, match, findings: capFindings(findings) }
}

/**
 * For {@link validateComponent}: all differences, however many. An import that the world does not offer and
 * the policy allows is only worth a warning, since whoever wrote that policy knows of a host that offers
 * it; but not where exactly the world was asked for.
 */
export async function findDifferences(
  component: Uint8Array,
  policy: Policy,
  options: ConformanceOptions,
): Promise<Finding[]> {
  const { findings } = await compareWithWorld(component, options)
  if (options.match === 'exact') return findings
  const decide = makeDecide(policy)
  return findings.map((finding) =>
    finding.code === 'world-import-unexpected' && decide(String(finding.args.name), null).allowed
      ? { ...finding, severity: 'warning' }
      : finding,
  )
}

async function compareWithWorld(
  component: Uint8Array,
  { wit, world, match = 'subtype' }: ConformanceOptions,
): Promise<{ world: string | null; findings: Finding[] }> {
  if (!worldMatches.includes(match)) {
    throw new AirlockError('usage-invalid', `There is no match ${JSON.stringify(match)}.`, {
      item: 'options.match',
      hint: `Choose one of ${worldMatches.join(', ')}.`,
    })
  }
  try {
    const targets = await checkTargets(component, wit, { world })
    return { world: targets.world, findings: toFindings(targets, match) }
  } catch (error) {
    if (!(error instanceof AirlockError) || !blamedOnComponent.includes(error.code)) throw error
    return { world: null, findings: [malformed(error)] }
  }
}
