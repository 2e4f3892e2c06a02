/** How many mutated inputs a test tries, from which seed, and from which case on. */
export const mutationRange = {
  count: Number(process.env.AIRLOCK_MUTATIONS ?? 20_000),
  seed: Number(process.env.AIRLOCK_MUTATION_SEED ?? 1),
  first: Number(process.env.AIRLOCK_MUTATION_FIRST ?? 0),
}

/** One for each case, so that any case can be had alone. */
export function seedOf(seed: number, index: number): number {
  return Math.imul(seed, 0x9e3779b1) ^ index
}

/** An input that a report can show; how to see it again: `AIRLOCK_MUTATION_FIRST=… AIRLOCK_MUTATIONS=1`. */
export function showInput(input: Uint8Array | string): string {
  const whole = typeof input === 'string' ? JSON.stringify(input) : Buffer.from(input).toString('base64')
  return whole.length > 4000 ? `${whole.length} characters of base64` : whole
}
