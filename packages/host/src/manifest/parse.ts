import { AirlockError } from '@wasm-airlock/shared'
import { parse, stringify, TomlError } from 'smol-toml'
import type { z } from '../schema.ts'
import { manifestSchema } from './schema.ts'
import type { Manifest, TomlTable } from './types.ts'

/** Inline tables and arrays nested deeper than this are refused. */
const maximumDepth = 64

/**
 * Reads a Spin application manifest of version 2.
 *
 * @param toml The text of a `spin.toml`.
 * @returns The manifest with the names that it has in TOML.
 * @throws AirlockError `manifest-invalid`: with `details.line` and `details.column` where it is not TOML, with
 * `details.problems` (`{ path, message }`, all of them) where it is no manifest. Unknown fields are refused, as
 * Spin refuses them.
 */
export function parseManifest(toml: string): Manifest {
  const table = parseToml(toml)
  const result = manifestSchema.safeParse(table)
  if (result.success) return inOrder(result.data, table)
  const problems = result.error.issues.flatMap(describeIssue)
  const [first = { path: '', message: 'it is no manifest' }] = problems
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : ''
  throw new AirlockError(
    'manifest-invalid',
    `The manifest has a problem at ${first.path}: ${first.message}${more}.`,
    {
      item: first.path,
      details: { problems },
    },
  )
}

/** The kinds of triggers in the order of the text, which the ids that Spin gives depend on. */
function inOrder(manifest: Manifest, { trigger }: TomlTable): Manifest {
  const kinds = Object.keys(Object(trigger)).flatMap((kind) => {
    const triggers = manifest.trigger[kind]
    return triggers === undefined ? [] : [[kind, triggers] as const]
  })
  return { ...manifest, trigger: Object.fromEntries(kinds) }
}

function parseToml(toml: string): TomlTable {
  try {
    return parse(toml, { maxDepth: maximumDepth, unsafeKeyBehaviour: 'throw' })
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    const { line, column } = error
    const [reason = ''] = error.message.replace('Invalid TOML document: ', '').split('\n')
    throw new AirlockError(
      'manifest-invalid',
      `The manifest is not TOML: line ${line}, column ${column}: ${reason}.`,
      {
        item: `line ${line}`,
        hint: 'Correct the line that is named.',
        details: { line, column },
        cause: error,
      },
    )
  }
}

interface ManifestProblem {
  /** `component.prompt-app.source` */
  readonly path: string
  readonly message: string
}

function describeIssue(issue: z.core.$ZodIssue): ManifestProblem[] {
  const at = (...rest: string[]) => [...issue.path.map(String), ...rest].join('.') || 'the top level'
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: at(key), message: 'Spin knows no such field' }))
  }
  if (issue.code === 'invalid_key') {
    return [{ path: at(), message: issue.issues[0]?.message ?? issue.message }]
  }
  return [{ path: at(), message: issue.message }]
}

/**
 * Writes a manifest as TOML, by a serializer: no name or value can become another key.
 *
 * @param comment Lines that stand above it.
 */
export function printManifest(manifest: Manifest, comment: readonly string[]): string {
  const { spin_manifest_version, application, variables, trigger, component } = manifest
  const ordered = {
    spin_manifest_version,
    application,
    ...(variables === undefined ? {} : { variables }),
    trigger,
    ...(component === undefined ? {} : { component }),
  }
  return `${comment.map((line) => `# ${line}\n`).join('')}\n${stringify(ordered)}`
}
