import { z } from '../../schema.ts'

const nanoseconds = z.string().regex(/^\d{1,20}$/)

/** What a guest finds in WASI, as the host hands it to its worker. */
export const wasiSettings = z.strictObject({
  environment: z.array(z.tuple([z.string(), z.string()])),
  arguments: z.array(z.string()),
  /** Base64. */
  stdin: z.string(),
  /** Nanoseconds since 1970, and those that pass with each look at a clock; `null` for real clocks. */
  clock: z.strictObject({ now: nanoseconds, advance: nanoseconds }).nullable(),
  /** `null` for real random numbers. */
  seed: z.string().nullable(),
  /** Folders by their names in the guest; the number of each is its index. */
  preopens: z.array(z.strictObject({ guest: z.string(), writable: z.boolean() })),
})

export type WasiSettings = z.infer<typeof wasiSettings>

/** Nothing is granted. */
export const NO_SETTINGS: WasiSettings = {
  environment: [],
  arguments: [],
  stdin: '',
  clock: null,
  seed: null,
  preopens: [],
}
