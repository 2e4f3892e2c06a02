import type { AirlockError } from '@wasm-airlock/shared'
import { type Path, type Place, type PolicyDocument, policyInvalid } from './document.ts'
import { type PolicyReading, readPolicyData } from './find-problems.ts'
import type { Policy } from './policy.ts'
import type { Problem } from './problem.ts'
import { readJson } from './read-json.ts'
import { readToml } from './read-toml.ts'
import { makeDataSchema, policySchema } from './schema.ts'

/** The most characters of a policy file: what its parsers read within a second. */
const MAX_LENGTH = 256 * 1024

/** The most problems that an error lists. */
const MAX_ISSUES = 100

let dataSchema: ReturnType<typeof makeDataSchema> | undefined

/** How the text of a policy is written. */
export interface PolicyFormat {
  /** @default 'toml' */
  readonly format?: 'toml' | 'json'
}

/**
 * Reads a policy file.
 *
 * @param text The text of the file: `allow = ["wasi:io/*"]`. At most 262,144 characters.
 * @param options Whether it is TOML or JSON; both have the same keys.
 * @returns The policy, with the lines of its rules.
 * @throws AirlockError `policy-invalid` where the text does not parse, has an unknown key, a value of a wrong
 *   type, a limit that is too high, a text that is no pattern, a pattern that can match nothing, or two rules that
 *   contradict each other. `details.line` and `details.column` count from 1, `item` is the key (`allow.0`), and
 *   `details.issues` lists what else is wrong, at most 100 problems.
 *
 * @example
 * parsePolicy('extends = "wasi-cli"\ndeny = ["wasi:sockets/*"]')
 */
export function parsePolicy(text: string, { format = 'toml' }: PolicyFormat = {}): Policy {
  if (text.length > MAX_LENGTH) {
    throw policyInvalid(`it has ${text.length} characters, more than the ${MAX_LENGTH} that are allowed`, {})
  }
  const document = format === 'json' ? readJson(text) : readToml(text)
  const policy = policyOf(readPolicyData(document.value, policySchema), document)
  const linesOf = (list: 'allow' | 'deny') =>
    (policy[list] ?? []).map((_, index) => document.placeOf([list, index])?.line ?? 1)
  return { ...policy, lines: { allow: linesOf('allow'), deny: linesOf('deny') } }
}

/**
 * Checks a policy that did not come from {@link parsePolicy}, since a pattern that is not understood
 * must never be taken for one that allows.
 *
 * @param policy Anything.
 * @returns The same policy.
 * @throws AirlockError `policy-invalid`, as {@link parsePolicy} but without line and column.
 */
export function checkPolicy(policy: unknown): Policy {
  dataSchema ??= makeDataSchema()
  return policyOf(readPolicyData(policy, dataSchema))
}

function policyOf(reading: PolicyReading, document?: PolicyDocument): Policy {
  if ('policy' in reading) return reading.policy
  throw toError(reading.problems, document)
}

/** The error is about the first problem in the text; its details list all. */
function toError(problems: readonly [Problem, ...Problem[]], document?: PolicyDocument): AirlockError {
  const issues = problems
    .map((problem) => ({ problem, place: document && nearestPlace(document, problem.path) }))
    .sort((one, other) => (one.place?.line ?? 0) - (other.place?.line ?? 0))
  const [{ problem, place } = { problem: problems[0], place: undefined }] = issues
  return policyInvalid(word(problem, document), {
    place,
    item: itemOf(problem.path),
    hint: problem.hint?.(),
    details: {
      issues: issues.slice(0, MAX_ISSUES).map((issue) => ({
        key: itemOf(issue.problem.path),
        message: word(issue.problem, document),
        ...issue.place,
      })),
    },
  })
}

function word({ message, other }: Problem, document: PolicyDocument | undefined): string {
  const place = other && document?.placeOf(other)
  return place === undefined ? message : `${message} (line ${place.line})`
}

function itemOf(path: Path): string {
  return path.length === 0 ? 'the top level' : path.join('.')
}

/** The place of a key, or of what it should stand in. */
function nearestPlace(document: PolicyDocument, path: Path): Place | undefined {
  return document.placeOf(path) ?? (path.length === 0 ? undefined : nearestPlace(document, path.slice(0, -1)))
}
