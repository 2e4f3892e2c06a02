import { AirlockError, type WorldItem } from '@wasm-airlock/shared'
import { buildSkeleton, plugComponents } from '@wasm-airlock/wac'
import type { Policy } from '../policy/policy.ts'
import { checkPolicy } from '../policy/policy-file.ts'
import { callToolchain } from '../toolchain/toolchain.ts'
import { type ValidateOptions, validateComponent } from '../validate.ts'
import { checkRestricted } from './check-restricted.ts'
import { type Denial, listDenials } from './denials.ts'

/** How a component is restricted, and what examining it may cost. */
export interface RestrictOptions extends Pick<ValidateOptions, 'maxBytes' | 'timeoutMs' | 'signal'> {
  /**
   * What a denied function does. `default`: it returns the error of its interface where that has a fitting one,
   * behaves as empty (environment, arguments, preopened folders, standard streams), and else traps. `trap`: it
   * always traps.
   *
   * @default 'default'
   */
  readonly behaviour?: 'default' | 'trap'
}

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

/**
 * Takes away from a component what a policy does not allow: denied imports are satisfied by an adapter that is
 * generated from the component's own types and composed with it. Exports stay as they are. Of an interface of
 * which some functions are allowed, the others are taken away. The result is validated again.
 *
 * @param component The bytes, from anywhere.
 * @param policy Whatever it does not allow is taken away.
 * @param options What denied functions do; size, deadline and signal of the examination that comes first.
 * @returns The component, what each denied function does now, and the imports that are left.
 * @throws AirlockError `validation-failed` (`details.findings`) where the component is not valid or not safe to hand
 *   to tools; `restrict-refused` where what stays needs a type of what goes, or a denied function is asynchronous
 *   (`item` is what stays, `details.denied` what goes); `policy-invalid`; `aborted`.
 *
 * @example
 * const { component: pure } = await restrictComponent(bytes, { allow: [] })
 */
export async function restrictComponent(
  component: Uint8Array,
  policy: Policy,
  options: RestrictOptions = {},
): Promise<RestrictedComponent> {
  const { behaviour = 'default', ...gate } = options
  const checked = checkPolicy(policy)
  const limits = checked.limits === undefined ? {} : { limits: checked.limits }
  const everything = { allow: ['*'], ...limits }
  const { ok, findings, imports } = await validateComponent(component, { ...gate, policy: everything })
  if (!ok) {
    const count = findings.filter(({ severity }) => severity === 'error').length
    throw new AirlockError('validation-failed', `The component has ${count} findings of severity error.`, {
      details: { findings },
    })
  }
  const denials = listDenials(imports, checked)
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
    imports: await checkRestricted(restricted, skeleton, checked),
  }
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
