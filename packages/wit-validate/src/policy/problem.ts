import type { Path } from './document.ts'

/** Something that is wrong with a policy. */
export interface Problem {
  /** Where: a key, or an item of a list. */
  readonly path: Path
  /** Half a sentence. */
  readonly message: string
  /** The rule that it does not go together with. */
  readonly other?: Path
  /** What to do. Only that of the first problem is asked for: of thousands it would take long. */
  readonly hint?: () => string | undefined
}
