import type { WorldItem } from '@wasm-airlock/shared'
import { findDenied } from '../policy/find-denied.ts'
import type { Policy } from '../policy/policy.ts'

/** An import, or a function of one, that a policy does not allow. */
export interface Denial {
  readonly import: string
  /** Not there where all of the import is denied. */
  readonly function?: string
}

/** What of these imports does the policy not allow? The answer of {@link findDenied}, without its words. */
export function listDenials(imports: readonly WorldItem[], policy: Policy): Denial[] {
  return findDenied(imports, policy).map(({ args }) => ({
    import: String(args.name),
    ...(args.function === undefined ? {} : { function: String(args.function) }),
  }))
}
