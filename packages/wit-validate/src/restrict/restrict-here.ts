import { AirlockError, type Finding, formatFinding, type WorldItem } from '@wasm-airlock/shared'
import { buildSkeleton, plugComponents } from '@wasm-airlock/wac'
import { examineComponent } from '../examine.ts'
import type { Limits } from '../gate/limits.ts'
import type { Policy } from '../policy/policy.ts'
import { callToolchain } from '../toolchain/toolchain.ts'
import { checkRestricted } from './check-restricted.ts'
import { type Denial, listDenials } from './denials.ts'

/** What a function does that was denied. */
export type DeniedBehaviour = 'trap' | 'error' | 'empty' | 'predictable'

/** A function that the component can no longer reach. */
export interface DeniedFunction {
  /** The import: `wasi:cli/environment@0.2.9`, or the plain name of a function. */
  readonly import: string
  /** `get-environment`, `[method]descriptor.read`; for a plain function, the name of the import. */
  readonly name: string
  /** What a call of it does now. */
  readonly how: DeniedBehaviour
}

/** A component that can do less. */
export interface RestrictedComponent {
  readonly component: Uint8Array
  /** What was taken away, in the order of the imports. */
  readonly denied: readonly DeniedFunction[]
  /** What it still imports. */
  readonly imports: readonly WorldItem[]
}

/** What is taken away, and from what. Plain data: it crosses into a thread. */
export interface Restriction {
  /** One that was checked. */
  readonly policy: Policy
  readonly limits: Required<Limits>
  readonly behaviour: 'default' | 'trap'
}

/**
 * Everything that `restrictComponent` does with the bytes, in the thread of the caller and without a deadline.
 *
 * @throws AirlockError What `restrictComponent` throws, `aborted` excepted.
 */
export async function restrictHere(
  component: Uint8Array,
  { policy, limits, behaviour }: Restriction,
): Promise<RestrictedComponent> {
  const everything = { allow: ['*'] }
  const { ok, findings, imports } = await examineComponent(component, {
    wit: undefined,
    world: undefined,
    match: undefined,
    policy: everything,
    limits,
  })
  if (!ok) throw notValid(findings)
  const denials = listDenials(imports, policy)
  if (denials.length === 0) return { component, denied: [], imports }

  const skeleton = buildSkeleton(component, { stubs: true })?.bytes ?? component
  const adapter = await buildAdapter(skeleton, denials, behaviour)
  const { component: restricted } = await plugComponents(
    component,
    [{ name: ADAPTER, component: adapter.component }],
    { connect: adapter.imports.map((name) => ({ import: name, plug: ADAPTER, export: name })) },
  )
  return {
    component: restricted,
    denied: adapter.denied,
    imports: await checkRestricted(restricted, skeleton, policy),
  }
}

/** The error for what is not looked into further. */
export function notValid(findings: readonly Finding[]): AirlockError {
  const [first, ...more] = findings.filter(({ severity }) => severity === 'error')
  const reason = first === undefined ? 'see the findings' : formatFinding(first)
  const rest = more.length === 0 ? '' : ` (and ${more.length} more)`
  return new AirlockError('validation-failed', `The component was refused: ${reason}${rest}.`, {
    details: { findings },
  })
}

const ADAPTER = 'adapter'

interface Adapter {
  readonly component: Uint8Array
  /** Which imports it satisfies. */
  readonly imports: readonly string[]
  readonly denied: readonly DeniedFunction[]
}

async function buildAdapter(
  skeleton: Uint8Array,
  denials: readonly Denial[],
  behaviour: 'default' | 'trap',
): Promise<Adapter> {
  try {
    return await callToolchain('component-malformed', (toolchain) => {
      const { report, ...adapter } = toolchain.buildAdapter(skeleton, [...denials], behaviour === 'trap')
      return { ...adapter, denied: JSON.parse(report) as DeniedFunction[] }
    })
  } catch (error) {
    if (!(error instanceof AirlockError) || error.details?.panic === undefined) throw error
    // wit-parser gives up so on what is valid and yet cannot be said in WIT; a defect of ours would look the same.
    throw new AirlockError('restrict-refused', `The imports cannot be told in WIT: ${error.details.panic}.`, {
      hint: 'Report it, with the component, if its imports are interfaces that can be written in WIT.',
      cause: error,
    })
  }
}
