import { AirlockError, isWitName, toCamelCase, toJavaScriptIdentifier } from '@wasm-airlock/shared'
import { type Shape, shapeOf } from '../wit/shape.ts'
import { printSignature, type WitFunction, type WorldModel } from '../wit/world-model.ts'

/** What each entry module of the author exports, in the order of the entries. */
export type ModuleExports = readonly { readonly file: string; readonly exports: readonly string[] }[]

/** One export of the component's module. */
export type PlannedExport =
  /** What the author calls like the interface: an object to pass on, or a function, that then is one of these. */
  | {
      readonly name: string
      readonly pass: Source
      readonly functions: readonly (PlannedFunction | Lacking)[]
    }
  | { readonly name: string; readonly functions: readonly PlannedFunction[] }
  | { readonly name: string; readonly function: PlannedFunction }

/** Index of an entry module and the name of one of its exports. */
type Source = readonly [module: number, name: string]

export interface PlannedFunction {
  readonly name: string
  readonly source: Source
  readonly params: number
  readonly signature: string
  readonly shape: Shape
}

/** A function of an interface that no plain function of the author can be. */
export interface Lacking {
  readonly name: string
  /** `is not exported`. */
  readonly lack: string
}

/**
 * Decides which export of the author becomes which export of the world. A module that already exports an
 * object named like the interface keeps it; whether it is an object shows when the module is loaded.
 *
 * @param fetchEvent The engine itself answers wasi:http, through `addEventListener('fetch', …)`.
 * @throws AirlockError `function-missing`, `source-ambiguous`, `world-unsupported`.
 */
export function makePlan(world: WorldModel, modules: ModuleExports, fetchEvent: boolean): PlannedExport[] {
  const plan: PlannedExport[] = []
  const names = [...world.interfaces, ...world.functions].map((each) => toCamelCase(each.name))
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined) throw shared(twice)
  for (const each of world.interfaces) {
    if (each.functions.length === 0) continue
    const name = toCamelCase(each.name)
    const own = find(modules, [name, each.id])
    if (own !== undefined)
      plan.push({ name, pass: own, functions: each.functions.map((func) => planIfPossible(func, modules)) })
    else if (!(fetchEvent && each.id.startsWith('wasi:http/incoming-handler')))
      plan.push({ name, functions: each.functions.map((func) => planFunction(func, modules)) })
  }
  for (const func of world.functions) {
    const planned = planFunction(func, modules)
    plan.push({ name: planned.name, function: planned })
  }
  checkShared(plan)
  return plan
}

function planFunction(func: WitFunction, modules: ModuleExports): PlannedFunction {
  if (func.kind !== 'plain' || !isWitName(func.name))
    throw new AirlockError(
      'world-unsupported',
      `${func.name} is ${func.kind === 'async' ? 'async' : 'part of a resource'}, which plain functions cannot be wired to.`,
      {
        item: func.name,
        hint: 'Export an object named like the interface, as componentize-js describes it.',
      },
    )
  const name = toCamelCase(func.name)
  const source = find(modules, [name, toJavaScriptIdentifier(func.name)])
  if (source === undefined)
    throw new AirlockError('function-missing', `The source does not export ${name}.`, {
      item: name,
      hint: `Write \`export function ${name}(${func.params.map((param) => toJavaScriptIdentifier(param.name)).join(', ')})\`.`,
      details: {
        wit: printSignature(func),
        defined: modules.flatMap((module) => module.exports),
        files: modules.map((module) => module.file),
      },
    })
  const signature = printSignature(func)
  return { name, source, params: func.params.length, signature, shape: shapeOf(func.resultType) }
}

function planIfPossible(func: WitFunction, modules: ModuleExports): PlannedFunction | Lacking {
  try {
    return planFunction(func, modules)
  } catch (error) {
    if (!(error instanceof AirlockError)) throw error
    const lacks = { 'function-missing': 'is not exported', 'source-ambiguous': 'is exported twice' }
    return {
      name: toCamelCase(func.name),
      lack: lacks[error.code as keyof typeof lacks] ?? 'is no plain function in the WIT',
    }
  }
}

function find(modules: ModuleExports, names: readonly string[]): Source | undefined {
  const found = modules.flatMap((module, index) =>
    names.filter((name) => module.exports.includes(name)).map((name) => [index, name] as const),
  )
  const [first, second] = found
  if (first === undefined || second === undefined || first[0] === second[0]) return first
  const files = found.map(([index]) => modules[index]?.file ?? '')
  throw new AirlockError('source-ambiguous', `${first[1]} is exported by ${files.join(' and ')}.`, {
    item: first[1],
    hint: 'Keep one, or name the module that counts index.ts or index.js.',
    details: { files },
  })
}

/**
 * One plain function cannot stand for two functions of the world. Of an interface that may be passed on, only the
 * function of its own name is known to be a plain one if it is any.
 */
function checkShared(plan: readonly PlannedExport[]): void {
  const wired = plan.flatMap((each): readonly { readonly name: string }[] => {
    if ('function' in each) return [each.function]
    return 'pass' in each ? each.functions.filter((func) => func.name === each.pass[1]) : each.functions
  })
  const twice = wired.find((func, index) => wired.findIndex((other) => other.name === func.name) !== index)
  if (twice !== undefined) throw shared(twice.name)
}

function shared(name: string): AirlockError {
  return new AirlockError('world-unsupported', `Two exports of the world are called ${name} in JavaScript.`, {
    item: name,
    hint: 'Export an object for each interface, or build for a world of its own.',
  })
}
