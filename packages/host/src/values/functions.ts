import { AirlockError, type FunctionSignature, type WorldItem } from '@wasm-airlock/shared'

/** A function that a sandbox can call. */
export interface SandboxFunction extends FunctionSignature {
  /** `component:promptprocessor/promptmodification@0.0.1`; `null` for a function of the world itself. */
  readonly interface: string | null
}

/** What componentize-py leaves behind of its own pre-initialisation. */
const LEFTOVER = 'exports'

/** The plain functions among what a component exports; methods of resources are not. */
export function listFunctions(exports: readonly WorldItem[]): SandboxFunction[] {
  return exports.flatMap((item): SandboxFunction[] => {
    if (item.kind === 'function')
      return item.functions.map((signature) => ({ ...signature, interface: null }))
    if (item.kind !== 'interface' || item.name === LEFTOVER) return []
    return item.functions
      .filter(({ name }) => !name.startsWith('['))
      .map((signature) => ({ ...signature, interface: item.name }))
  })
}

/**
 * Finds a function by a name as people write it.
 *
 * @param functions Where to look.
 * @param name `before` (a function of the world itself goes first), `promptmodification#before`, or with the whole name of the interface
 *   `component:promptprocessor/promptmodification@0.0.1#before` (the version may be left out).
 * @throws AirlockError `function-unknown` or `function-ambiguous`; details: `functions`, their full names.
 */
export function findFunction(functions: readonly SandboxFunction[], name: string): SandboxFunction {
  const hash = name.lastIndexOf('#')
  const owner = hash < 0 ? undefined : name.slice(0, hash)
  const plain = name.slice(hash + 1)
  const matches = functions.filter(
    (candidate) =>
      candidate.name === plain && (owner === undefined || namesOf(candidate.interface).includes(owner)),
  )
  const match = matches.find((candidate) => candidate.interface === null) ?? matches[0]
  if (match !== undefined && (matches.length === 1 || match.interface === null)) return match
  const several = matches.length > 1
  const names = (several ? matches : functions).map(fullName)
  throw new AirlockError(
    several ? 'function-ambiguous' : 'function-unknown',
    several
      ? `Several interfaces export ${plain}.`
      : `The component exports no function ${name}.${functions.length === 0 ? ' It exports no functions.' : ''}`,
    {
      item: name,
      hint:
        names.length === 0
          ? 'Build it for a world that exports the function.'
          : `Use ${several ? 'one of' : 'a name that exists:'} ${names.join(', ')}.`,
      details: { functions: names },
    },
  )
}

/** `interface#function`, or the plain name of a function of the world. */
export function fullName(item: SandboxFunction): string {
  return item.interface === null ? item.name : `${item.interface}#${item.name}`
}

function namesOf(name: string | null): string[] {
  if (name === null) return []
  const unversioned = name.replace(/@.*$/, '')
  return [name, unversioned, unversioned.replace(/^.*\//, '')]
}
