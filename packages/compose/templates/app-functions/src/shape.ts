/** The type of a value: what stands in JSON, and what the component gets. Names are pairs: of WIT, of JavaScript. */
export type Shape =
  | string
  | { readonly list: Shape }
  | { readonly option: Shape }
  | { readonly tuple: readonly Shape[] }
  | { readonly result: readonly [ok: Shape | null, err: Shape | null] }
  | { readonly record: readonly (readonly [wit: string, js: string, type: Shape])[] }
  | { readonly flags: readonly (readonly [wit: string, js: string])[] }
  | { readonly enum: readonly string[] }
  | { readonly variant: readonly (readonly [name: string, type: Shape | null])[] }

/** A function of the component, and where it is offered. */
export interface OfferedFunction {
  readonly path: string
  /** As WIT has it, for people. */
  readonly signature: string
  readonly params: readonly (readonly [name: string, type: Shape])[]
  /** `null` where it returns nothing; of a `result`, its good value. */
  readonly returns: Shape | null
  /** The type of the error, where the function returns a `result`. */
  readonly fails?: Shape | null
}
