import { AirlockError, escapeControls } from '@wasm-airlock/shared'

/** Where something stands in a text; both count from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** A step into a document: a key, or the index of an item. */
export type Path = readonly (string | number)[]

/** Plain data, and where each part of it stands: a value of a list at its start, one of a table at its key. */
export interface PolicyDocument {
  readonly value: unknown
  placeOf(path: Path): Place | undefined
}

/** The deepest that anything in a policy is nested is 2; what lies deeper is of a wrong type further out. */
export const MAX_DEPTH = 4

/** Where a value stands, and where its parts do. */
interface PlaceNode {
  place: Place | undefined
  readonly parts: Map<string | number, PlaceNode>
}

/** Puts a {@link PolicyDocument} together, whatever the format. */
export class DocumentBuilder implements PolicyDocument {
  readonly value = makeTable()
  // A tree: were each path one text, a long key above many others would be in all of them.
  readonly #places: PlaceNode = { place: undefined, parts: new Map() }

  placeOf(path: Path): Place | undefined {
    return path.reduce<PlaceNode | undefined>((node, step) => node?.parts.get(step), this.#places)?.place
  }

  /** Notes the place of a key, and gives what stands under the one before it. */
  set(path: Path, value: unknown, place: Place): void {
    if (path.length > MAX_DEPTH) {
      this.set(path.slice(0, MAX_DEPTH), makeTable(), place)
      return
    }
    // It would be no key of the data but its prototype, and a step into it one into the prototype of everything.
    if (path.includes('__proto__')) {
      throw policyInvalid('`__proto__` is no key of a policy', { place, item: '__proto__' })
    }
    let holder = this.value
    for (const [index, step] of path.slice(0, -1).entries()) {
      const inner = holder[step]
      if (typeof inner === 'object' && inner !== null) {
        holder = inner as Record<string, unknown>
        continue
      }
      const made = makeTable()
      this.#define(holder, path.slice(0, index + 1), made, place)
      holder = made
    }
    this.#define(holder, path, value, place)
  }

  #define(holder: Record<string, unknown>, path: Path, value: unknown, place: Place): void {
    let node = this.#places
    for (const step of path) {
      const inner = node.parts.get(step) ?? { place: undefined, parts: new Map() }
      node.parts.set(step, inner)
      node = inner
    }
    node.place = place
    holder[path.at(-1) ?? ''] = value
  }
}

/** A table inherits nothing: every key in it is a stranger's, and was written there. */
export function makeTable(): Record<string, unknown> {
  return Object.create(null)
}

/** What is said of a problem beside its message. */
export interface ProblemOptions {
  readonly place?: Place | undefined
  readonly item?: string
  readonly hint?: string | undefined
  readonly details?: Readonly<Record<string, unknown>>
  readonly cause?: unknown
}

/** The error `policy-invalid`, with its line where the policy came as text. */
export function policyInvalid(
  reason: string,
  { place, hint, item, details, cause }: ProblemOptions,
): AirlockError {
  const where = [
    ...(place === undefined ? [] : [`line ${place.line}`]),
    ...(item === undefined ? [] : [name(item)]),
  ]
  const at = where.length === 0 ? '' : ` at ${where.join(', ')}`
  const advice = hint ?? (place === undefined ? undefined : `Correct line ${place.line}.`)
  return new AirlockError('policy-invalid', `The policy is not valid${at}: ${reason}`, {
    ...(item === undefined ? {} : { item }),
    ...(advice === undefined ? {} : { hint: advice }),
    details: { ...place, ...details },
    ...(cause === undefined ? {} : { cause }),
  })
}

/** A key is any text. */
function name(item: string): string {
  return escapeControls(item.length > 100 ? `${item.slice(0, 100)}…` : item)
}
