import { AirlockError } from '@wasm-airlock/shared'
import { parse, TomlError } from 'smol-toml'
import { z } from 'zod'
import type { Policy } from './policy.ts'

const WORD = '(?:[a-z][a-z0-9]*|[A-Z][A-Z0-9]*)(?:-(?:[a-z0-9]+|[A-Z0-9]+))*'
const VERSION = '[0-9]+\\.[0-9]+\\.[0-9]+(?:-[0-9A-Za-z.-]+)?(?:\\+[0-9A-Za-z.-]+)?'
const PATTERN = new RegExp(`^(?:\\*|${WORD}|${WORD}:(?:\\*|${WORD}/(?:\\*|${WORD}(?:@${VERSION})?)))$`)

/** What a policy file may say; `policy.schema.json` is generated from this. */
export const policySchema = z
  .strictObject({
    allow: z
      .array(
        z
          .string()
          .max(300)
          .regex(
            PATTERN,
            'not a pattern: write `wasi:cli/environment@0.2.9`, `wasi:cli/environment`, `wasi:io/*`, `wasi:*`, `*` or the plain name of an import',
          ),
      )
      .max(1000)
      .default([])
      .describe(
        'Imports that a component may have: one interface version, an interface in any version, all of a package, all of a namespace, everything, or a plain name.',
      ),
  })
  .describe('What a component may import. Whatever is not allowed is refused.')

/**
 * Reads a policy file.
 *
 * @param toml The text of the file: `allow = ["wasi:io/*"]`.
 * @returns The policy.
 * @throws AirlockError `policy-invalid` with `details.line` and `details.column` (both from 1) where the
 *   text is no TOML, with the key as `item` where it does not fit the schema.
 */
export function parsePolicy(toml: string): Policy {
  return checkPolicy(readToml(toml))
}

/**
 * Checks a policy that did not come from {@link parsePolicy}, since a pattern that is not understood
 * must never be taken for one that allows.
 *
 * @param policy Anything.
 * @returns The same policy.
 * @throws AirlockError `policy-invalid`.
 */
export function checkPolicy(policy: unknown): Policy {
  const result = policySchema.safeParse(policy)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const key = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : keyOf(issue?.path ?? [])
  throw new AirlockError('policy-invalid', `The policy is not valid at ${key}: ${issue?.message}`, {
    item: key,
    details: { issues: result.error.issues.map(({ path, message }) => ({ key: keyOf(path), message })) },
  })
}

function readToml(toml: string): unknown {
  try {
    return parse(toml)
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause
    const [reason = ''] = cause.message.split('\n')
    throw new AirlockError('policy-invalid', `The policy is not TOML at line ${cause.line}: ${reason}`, {
      details: { line: cause.line, column: cause.column },
      cause,
    })
  }
}

function keyOf(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'the top level' : path.map(String).join('.')
}

/** The JSON Schema of a policy file, for editors. */
export function policyJsonSchema(): object {
  return z.toJSONSchema(policySchema, { io: 'input' })
}
