/** The first place where two types differ. */
export interface TypeDifference {
  /** From the outermost inwards: `interface a:b/c@1.0.0`, `function f`, `parameter x`, `field y`. */
  readonly path: readonly string[]
  /** What is expected at that place, as WIT text; `nothing` where there should be nothing. */
  readonly expected: string
  /** What is there instead; texts of over 1024 bytes end in `…`. */
  readonly found: string
}
