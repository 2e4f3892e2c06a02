import { z } from 'zod'
import { limitRanges } from '../gate/limits.ts'
import type { Path } from './document.ts'
import { MAX_RULES } from './own-data.ts'
import { MAX_PATTERN_LENGTH, patternSource } from './pattern.ts'

const rules = z
  .array(z.string().max(MAX_PATTERN_LENGTH).regex(new RegExp(patternSource), 'not a pattern'))
  .max(MAX_RULES)

// Every step of a chain makes another schema, which counts where there are many and a process is to start soon.
const limits = Object.fromEntries(
  Object.entries(limitRanges).map(([name, { max }]) => [
    name,
    z.int().check(z.gte(0), z.lte(max)).optional(),
  ]),
) as Record<keyof typeof limitRanges, z.ZodOptional<z.ZodInt>>

const shape = {
  extends: z
    .enum(['pure', 'wasi-cli', 'spin-http'])
    .describe('A preset whose rules hold beside those of `allow`.')
    .optional(),
  allow: rules
    .default([])
    .describe(
      'Imports that a component may have: a function, an interface in one version, in a range of versions or in any, all of a package, all of a namespace, everything, or a plain name.',
    ),
  deny: rules.describe('The same patterns. What one of them denies, nothing allows.').optional(),
  limits: z.strictObject(limits).describe('How much a component may have of what tools pay for.').optional(),
}

/** What a policy file may say; `policy.schema.json` is generated from this. */
export const policySchema = z
  .strictObject(shape)
  .describe('What a component may import, and how large it may be. Whatever is not allowed is refused.')

/** A policy as plain data: what a file may say, and perhaps where it said so. */
export function makeDataSchema() {
  const lines = z.array(z.int().min(1)).max(MAX_RULES)
  return z.strictObject({ ...shape, lines: z.strictObject({ allow: lines, deny: lines }).optional() })
}

/** The keys that may stand there. */
export function knownKeys(path: Path): string[] {
  return Object.keys(path.length === 0 ? shape : limits)
}

/** The JSON Schema of a policy file, for editors. */
export function policyJsonSchema(): object {
  return z.toJSONSchema(policySchema, {
    io: 'input',
    override({ jsonSchema, path }) {
      const [name] = path.slice(-1)
      const range = Object.entries(limitRanges).find(([limit]) => limit === name)?.[1]
      if (range !== undefined) jsonSchema.description = `Without it ${range.default}.`
    },
  })
}
