import { z } from 'zod'

/** The names of the files that a transpile worker writes. */
export const GENERATED_FILE = /^guest(\.core\d*)?\.(mjs|wasm)$/

/** What the host asks of a transpile worker; the component is the payload. */
export const transpileJob = z.strictObject({
  /** Functions that suspend the guest (JSPI); `null` to transpile without. */
  suspending: z.strictObject({ imports: z.array(z.string()), exports: z.array(z.string()) }).nullable(),
  maxScriptBytes: z.int().min(1),
  maxInstances: z.int().min(1),
})

/** What a transpile worker answers. */
export const transpileOutcome = z.discriminatedUnion('tag', [
  z.strictObject({ tag: z.literal('ok') }),
  z.strictObject({ tag: z.literal('too-large'), bytes: z.int() }),
  z.strictObject({ tag: z.literal('too-many-instances'), instances: z.int() }),
  z.strictObject({ tag: z.literal('failed'), message: z.string() }),
])

export type TranspileJob = z.infer<typeof transpileJob>
export type TranspileOutcome = z.infer<typeof transpileOutcome>
