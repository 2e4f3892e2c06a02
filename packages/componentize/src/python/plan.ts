import {
  AirlockError,
  findCollisions,
  formatFinding,
  toPascalCase,
  toPythonClassName,
  toPythonFunctionName,
} from '@wasm-airlock/shared'
import { type Shape, shapeOf } from '../wit/shape.ts'
import {
  type ExportedInterface,
  printSignature,
  type WitFunction,
  type WorldModel,
} from '../wit/world-model.ts'
import type { PythonModule } from './analysis.ts'
import { checkSignature } from './check-signature.ts'
import { pythonType } from './python-type.ts'

/** What the glue does, as plain data: `airlock_glue.py` reads it. */
export interface Plan {
  /** Modules to import first, in order. */
  readonly modules: readonly string[]
  /** Modules that functions import when they run; imported ahead where that is possible. */
  readonly lazy: readonly string[]
  readonly classes: Readonly<Record<string, PlannedClass>>
}

type PlannedClass =
  | { readonly class: readonly [module: string, name: string] }
  | { readonly functions: Readonly<Record<string, PlannedFunction>> }

type PlannedFunction = readonly [
  module: string,
  attribute: string,
  label: string,
  expected: string,
  shape: Shape,
]

/** The class in which componentize-py looks for functions that the world exports itself. */
const WORLD_CLASS = 'WitWorld'

/**
 * Decides which module of the author defines what the world asks for.
 *
 * @param nameOf The path of a file as the user knows it.
 * @throws AirlockError `function-missing`, `function-signature-mismatch`, `source-ambiguous`,
 *   `world-unsupported`.
 */
export function makePlan(
  world: WorldModel,
  modules: readonly PythonModule[],
  nameOf: (file: string) => string,
): Plan {
  const groups = [
    ...world.interfaces.map((each) => ({ className: classNameOf(each, world), functions: each.functions })),
    ...(world.functions.length > 0 ? [{ className: WORLD_CLASS, functions: world.functions }] : []),
  ].filter((group) => group.functions.length > 0)
  const classes: Record<string, PlannedClass> = {}
  const plain: WitFunction[] = []
  for (const { className, functions } of groups) {
    const owners = modules.filter((module) => module.classes.includes(className))
    const owner = preferred(owners, className, nameOf)
    if (owner !== undefined) {
      classes[className] = { class: [owner.name, className] }
      continue
    }
    plain.push(...functions)
    checkCollisions(functions)
    classes[className] = {
      functions: Object.fromEntries(
        functions.map((func) => [toPythonFunctionName(func.name), planFunction(func, modules, nameOf)]),
      ),
    }
  }
  checkShared(plain)
  const wired = Object.values(classes).flatMap((entry) =>
    'class' in entry ? [entry.class[0]] : Object.values(entry.functions).map(([module]) => module),
  )
  const own = new Set(modules.map((module) => module.name))
  const needed = new Set(wired)
  const lazy = new Set(modules.flatMap((module) => (reaches(module, needed, modules) ? module.imports : [])))
  return {
    modules: [...needed],
    lazy: [...lazy].filter(
      (name) => !needed.has(name) && !(own.has(name) && !reached(name, needed, modules)),
    ),
    classes,
  }
}

/** Does one of the needed modules import this one, directly or through others? */
function reached(name: string, needed: ReadonlySet<string>, modules: readonly PythonModule[]): boolean {
  const seen = new Set(needed)
  const queue = [...needed]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    for (const other of modules.find((module) => module.name === next)?.imports ?? []) {
      if (seen.has(other)) continue
      seen.add(other)
      queue.push(other)
    }
  }
  return seen.has(name)
}

function reaches(
  module: PythonModule,
  needed: ReadonlySet<string>,
  modules: readonly PythonModule[],
): boolean {
  return needed.has(module.name) || reached(module.name, needed, modules)
}

/** `Promptmodification`; with namespace and package where two exported interfaces share the name. */
function classNameOf(exported: ExportedInterface, world: WorldModel): string {
  const shared = world.interfaces.filter((other) => other.name === exported.name).length > 1
  if (!shared || exported.packageName === undefined) return toPythonClassName(exported.name)
  return toPascalCase(`${exported.packageName.replace(':', '-')}-${exported.name}`)
}

function planFunction(
  func: WitFunction,
  modules: readonly PythonModule[],
  nameOf: (file: string) => string,
): PlannedFunction {
  if (func.kind !== 'plain')
    throw new AirlockError(
      'world-unsupported',
      `${func.name} is ${func.kind === 'async' ? 'async' : 'part of a resource'}, which plain functions cannot be wired to.`,
      { item: func.name, hint: 'Write the class of the interface, as componentize-py describes it.' },
    )
  const name = toPythonFunctionName(func.name)
  const module =
    preferred(
      modules.filter((each) => Object.hasOwn(each.functions, name)),
      name,
      nameOf,
    ) ??
    preferred(
      modules.filter((each) => each.names.includes(name)),
      name,
      nameOf,
    ) ??
    modules.find((each) => each.star)
  if (module === undefined) throw missing(func, name, modules, nameOf)
  const definition = module.functions[name]
  if (definition !== undefined) checkSignature(func, name, definition, nameOf(module.file))
  const expected = func.resultType === null ? 'none' : func.resultType.text
  return [module.name, name, `${module.name}.${name}`, expected, shapeOf(func.resultType)]
}

/** The only module of several, else the one that has the name, else `app` or `main`. */
function preferred(
  modules: readonly PythonModule[],
  name: string,
  nameOf: (file: string) => string,
): PythonModule | undefined {
  if (modules.length < 2) return modules[0]
  const ranked = [name, name.toLowerCase(), 'app', 'main']
  const found = ranked.map((each) => modules.find((module) => module.name === each)).find(Boolean)
  if (found !== undefined) return found
  const files = modules.map((module) => nameOf(module.file))
  throw new AirlockError('source-ambiguous', `${name} is defined in ${files.join(' and ')}.`, {
    item: name,
    hint: `Keep one, or name its file ${name}.py, app.py or main.py.`,
    details: { files },
  })
}

function missing(
  func: WitFunction,
  name: string,
  modules: readonly PythonModule[],
  nameOf: (file: string) => string,
): AirlockError {
  const params = func.params.map((param, index) => {
    const type = func.paramTypes[index] ?? null
    return `${toPythonFunctionName(param.name)}: ${pythonType(type)}`
  })
  const defined = modules.flatMap((module) => Object.keys(module.functions))
  const files = modules.map((module) => nameOf(module.file))
  return new AirlockError('function-missing', `The source does not define ${name}.`, {
    item: name,
    hint: `Define \`def ${name}(${params.join(', ')}) -> ${pythonType(func.resultType)}\`.`,
    details: { wit: printSignature(func), defined, files },
  })
}

function checkCollisions(functions: readonly WitFunction[]): void {
  const [collision] = findCollisions(
    functions.map((func) => func.name),
    toPythonFunctionName,
    'Python',
  )
  if (collision !== undefined)
    throw new AirlockError('world-unsupported', `${formatFinding(collision)}.`, { item: collision.path })
}

/** One plain function cannot stand for two functions of the world. */
function checkShared(functions: readonly WitFunction[]): void {
  const names = functions.map((func) => toPythonFunctionName(func.name))
  const twice = names.find((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined)
    throw new AirlockError('world-unsupported', `Two exports of the world have a function ${twice}.`, {
      item: twice,
      hint: 'Write a class for each interface, as componentize-py describes it.',
    })
}
