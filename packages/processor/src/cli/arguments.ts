import type { SandboxFunction } from '@wasm-airlock/host'
import { AirlockError } from '@wasm-airlock/shared'
import { fitInteger } from '../values.ts'

/**
 * Makes the words of a command line the arguments of a function: plain text for parameters of type
 * `string`, JSON for all others. Integers that a JavaScript number cannot hold become BigInts.
 *
 * @throws AirlockError `arguments-invalid` where the number differs or a word is no JSON.
 */
export function parseArguments(
  { name, params }: Pick<SandboxFunction, 'name' | 'params'>,
  texts: readonly string[],
): unknown[] {
  const signature = `${name}(${params.map((param) => `${param.name}: ${param.type}`).join(', ')})`
  if (texts.length !== params.length)
    throw new AirlockError(
      'arguments-invalid',
      `${name} takes ${params.length} ${params.length === 1 ? 'argument' : 'arguments'}, not ${texts.length}.`,
      { item: name, hint: `Call ${signature}.` },
    )
  return params.map(({ name: parameter, type }, index) => {
    const text = texts[index] ?? ''
    if (type === 'string') return text
    try {
      return fitInteger(type, parseJson(text))
    } catch (cause) {
      throw new AirlockError('arguments-invalid', `The argument for ${parameter} is not JSON: ${text}`, {
        item: parameter,
        hint: `${signature} takes JSON for the type ${type}: ${exampleOf(type)}.`,
        cause,
      })
    }
  })
}

/** The third parameter of a reviver, which the types of ECMAScript 2024 do not have yet. */
type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown

const keepBigIntegers: Reviver = (_, value, { source }) =>
  typeof value === 'number' && !Number.isSafeInteger(value) && source !== undefined && /^-?\d+$/.test(source)
    ? BigInt(source)
    : value

function parseJson(text: string): unknown {
  return JSON.parse(text, keepBigIntegers as Parameters<typeof JSON.parse>[1])
}

/** What a shell is given for a type. */
function exampleOf(type: string): string {
  if (/^(u|s)\d+$/.test(type)) return '42'
  if (/^f\d+$/.test(type)) return '1.5'
  if (type === 'bool') return 'true'
  if (type === 'char') return '\'"a"\''
  if (type.startsWith('list<') || type.startsWith('tuple<')) return "'[…]'"
  if (type.startsWith('option<')) return 'null'
  const [, sort, name = 'name'] = /^(enum|flags|variant|record) \{ *([\w-]*)/.exec(type) ?? []
  const examples = {
    enum: `'"${name}"'`,
    flags: `'{"${name}": true}'`,
    variant: `'{"tag": "${name}"}' or '{"tag": "${name}", "val": …}'`,
    record: `'{"${name}": …}'`,
  }
  if (sort !== undefined) return examples[sort as keyof typeof examples]
  if (type.startsWith('result<')) return `'{"tag": "ok", "val": …}' or '{"tag": "err", "val": …}'`
  // A name says nothing of what it stands for.
  return `an enum is ${examples.enum}, a variant ${examples.variant}, flags are ${examples.flags}, a record is '{"field": …}'`
}
