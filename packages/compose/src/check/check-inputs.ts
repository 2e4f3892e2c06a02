import { maximumComponentBytes } from '@wasm-airlock/host'
import { AirlockError } from '@wasm-airlock/shared'
import { type Inspection, inspectComponent } from '@wasm-airlock/wac'
import { checkPolicy, denyAll, type Policy } from '@wasm-airlock/wit-validate'
import { type FindFitting, indexNames, isComponentName } from '../match/names.ts'
import type { ComponentInput, PlanOptions } from '../options.ts'
import { checkNested } from './check-nested.ts'
import { outlineOf } from './outline.ts'

/** A component that was handed in, and what it is. */
export interface Input {
  readonly name: string
  readonly component: Uint8Array
  /** What it imports and exports, without the code: a component of the same types. */
  readonly outline: Uint8Array
  readonly policy: Policy
  /** Id of the application's component that it has to go into. */
  readonly into: string | undefined
  readonly inspection: Inspection
  /** Which of its exports satisfies an import of that name? */
  readonly findExport: FindFitting
  /** Which of its imports can an export of that name satisfy? */
  readonly findImport: FindFitting
}

/**
 * Reads every component that was handed in, once.
 *
 * @param components In the order that was given.
 * @param options The policy of those that have none.
 * @throws AirlockError `usage-invalid` (names), `input-too-large`, `policy-invalid`, `component-malformed`.
 */
export async function checkInputs(
  components: readonly ComponentInput[],
  { policy = denyAll }: PlanOptions,
): Promise<Input[]> {
  checkNames(components.map(({ name }) => name))
  for (const { name, component } of components) checkSize(name, component)
  const inputs: Input[] = []
  for (const each of components) {
    const own = checkPolicy(each.policy ?? policy)
    const inspection = await inspectValid(each.name, each.component)
    checkNested(each.name, inspection)
    inputs.push({
      name: each.name,
      component: each.component,
      outline: outlineOf(each.component).bytes,
      policy: own,
      into: each.into,
      inspection,
      findExport: indexNames(inspection.exports.map(({ name }) => name)),
      findImport: indexNames(inspection.imports.map(({ name }) => name)),
    })
  }
  return inputs
}

function checkNames(names: readonly string[]): void {
  if (names.length === 0) {
    throw new AirlockError('usage-invalid', 'There is no component to put into the application.', {
      hint: 'Give at least one component.',
    })
  }
  const unsafe = names.find((name) => !isComponentName(name))
  if (unsafe !== undefined) {
    throw new AirlockError('usage-invalid', `${unsafe} cannot be the name of a component.`, {
      item: unsafe,
      hint: 'Use words of lower-case letters and digits that begin with a letter, with dashes between: `pirate`.',
    })
  }
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice === undefined) return
  throw new AirlockError('usage-invalid', `Two components are called ${twice}.`, {
    item: twice,
    hint: 'Give each a name of its own.',
  })
}

/**
 * What is larger could be written, and then be read by nobody.
 *
 * @throws AirlockError `input-too-large`.
 */
export function checkSize(item: string, { length }: Uint8Array): void {
  if (length <= maximumComponentBytes) return
  throw new AirlockError(
    'input-too-large',
    `${item} has ${length} bytes, more than the ${maximumComponentBytes} that are allowed.`,
    { item },
  )
}

const otherKinds = {
  'core-module': 'is a core module, not a component',
  'wit-package': 'is a WIT package, not a component',
  'not-wasm': 'is not WebAssembly',
} as const

/**
 * @param name As errors are to call it.
 * @param hint What to do about it.
 * @throws AirlockError `component-malformed`.
 */
export async function inspectValid(
  name: string,
  component: Uint8Array,
  hint = 'Give a component; a core module becomes one with `wasm-tools component new`.',
): Promise<Inspection> {
  // Bodies are judged by the engine that compiles them; here they would be most of the work.
  const inspection = await inspectComponent(component, { bodies: false })
  const { kind, invalid } = inspection
  if (kind !== 'component') {
    throw new AirlockError('component-malformed', `${name} ${otherKinds[kind]}.`, { item: name, hint })
  }
  if (invalid !== null) {
    const { reason, offset } = invalid
    throw new AirlockError(
      'component-malformed',
      `${name} is not a valid component: ${reason} (at byte ${offset}).`,
      { item: name, hint, details: { reason, offset } },
    )
  }
  return inspection
}
