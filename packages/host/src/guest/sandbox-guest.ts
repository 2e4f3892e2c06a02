import type { ToWorker } from '../protocol.ts'
import { decodeValue, encodeValue, type Json } from '../values/values.ts'
import { explainFailure, type Failure, type GrowthLimits } from './failure.ts'
import type { GuestScope } from './instance-context.ts'
import type { InstancePool, Lease } from './pool.ts'

type Call = Extract<ToWorker, { type: 'call' }>
/** Where a call has its instance from. */
export type Leases = Pick<InstancePool, 'take'>
type Outcome = { readonly value: Json } | Failure

/** Calls one export on an instance in its initial state, once or, for one caller, many times. */
export async function runCall(
  pool: Leases,
  scope: GuestScope,
  call: Call,
  limits: GrowthLimits,
): Promise<Outcome> {
  let lease: Lease | undefined
  let isFit = false
  try {
    lease = await pool.take(scope)
    const exported = findExport(lease.instance.exports, call)
    const values: Json[] = []
    for (const args of call.many ? (call.args as readonly unknown[][]) : [call.args]) {
      const decoded = args.map((arg) => decodeValue(arg))
      const returned = invoke(exported, decoded, call.isResult)
      // A guest that cannot be suspended has returned by now.
      values.push(encodeValue(returned instanceof Promise ? await returned : returned))
    }
    const value = call.many ? values : (values[0] ?? null)
    isFit = true
    return { value }
  } catch (error) {
    return explainFailure(error, limits, lease?.instance)
  } finally {
    lease?.end(isFit)
  }
}

/** Gives one instance of a pool again and again, for the calls of one session, until one of them fails. */
export function keepInstance(pool: Leases): Leases {
  let kept: Promise<Lease> | undefined
  return {
    take: async (scope) => {
      kept ??= pool.take(scope, false)
      const { instance, end } = await kept
      return { instance, end: (isFit) => isFit || end(false) }
    },
  }
}

type Exported = (...args: readonly unknown[]) => unknown

function findExport(exports: object, call: Call): Exported {
  const owner = call.interface === null ? exports : own(exports, call.interface)
  const exported = own(owner, call.function)
  if (typeof exported !== 'function') throw new Error(`no export ${call.function}`)
  return exported as Exported
}

function own(owner: unknown, name: string): unknown {
  return typeof owner === 'object' && owner !== null && Object.hasOwn(owner, name)
    ? (owner as Record<string, unknown>)[name]
    : undefined
}

/** jco throws the `err` of an outermost `result` and returns its `ok`; both become what nested ones are. */
function invoke(exported: Exported, args: readonly unknown[], isResult: boolean): unknown {
  if (!isResult) return exported(...args)
  try {
    const returned = exported(...args)
    return returned instanceof Promise ? returned.then(toOk, toErr) : toOk(returned)
  } catch (error) {
    return toErr(error)
  }
}

function toOk(val: unknown): unknown {
  return { tag: 'ok', val }
}

/** @throws what is no `err` of a result. */
function toErr(error: unknown): unknown {
  if (error instanceof Error && Object.hasOwn(error, 'payload')) {
    return { tag: 'err', val: (error as Error & { payload: unknown }).payload }
  }
  throw error
}
