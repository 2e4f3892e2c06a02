import type { Random } from '../../../../tools/random.ts'
import {
  componentOf,
  concat,
  custom,
  moduleOf,
  name,
  number,
  sized,
  typeIndex,
  vector,
  vectorOf,
} from './encode.ts'

const DEPTH = 3
const STEPS = 14
const PRIMITIVES = [0x7f, 0x7e, 0x7d, 0x79, 0x77, 0x75, 0x74, 0x73]

/** What the component that is being made has so far. */
interface Made {
  readonly random: Random
  readonly depth: number
  /** By index: can values be of it? */
  readonly types: ('value' | 'function' | 'interface')[]
  functions: number
  components: number
  modules: number
  coreInstances: number
  names: number
}

type Step = (made: Made) => Uint8Array | undefined

/** A component of a few parts of every kind, most of which fit together. */
export function randomComponent(random: Random, depth = 0): Uint8Array {
  const made: Made = {
    random,
    depth,
    types: [],
    functions: 0,
    components: 0,
    modules: 0,
    coreInstances: 0,
    names: 0,
  }
  const parts = Array.from({ length: 1 + random.below(STEPS) }, () => random.pick(steps)(made))
  return componentOf(...parts.filter((part) => part !== undefined))
}

const steps: readonly Step[] = [
  defineType,
  defineType,
  defineFunctionType,
  defineInterface,
  importFunction,
  importInterface,
  exportFunction,
  nestComponent,
  instantiate,
  aliasOuter,
  (made) => {
    made.modules += 1
    return randomModule(made.random)
  },
  instantiateModule,
  ({ random }) => randomCustom(random),
]

function valueType({ random, types }: Made): Uint8Array {
  const values = types.flatMap((kind, index) => (kind === 'value' ? [index] : []))
  return values.length === 0 || random.oneIn(2)
    ? Uint8Array.of(random.pick(PRIMITIVES))
    : typeIndex(random.pick(values))
}

function defineType(made: Made): Uint8Array {
  const { random, types } = made
  const part = () => valueType(made)
  const fields = () => vector(...['a', 'b', 'c'].slice(random.below(3)).map((field) => [name(field), part()]))
  const definition = random.pick([
    () => concat(Uint8Array.of(0x70), part()),
    () => concat(Uint8Array.of(0x6b), part()),
    () => concat(Uint8Array.of(0x6f), vector([part()], [part()])),
    () => concat(Uint8Array.of(0x6a, 1), part(), Uint8Array.of(1), part()),
    () => concat(Uint8Array.of(0x72), fields()),
    () => concat(Uint8Array.of(0x6e), vector([name('x')], [name('y')])),
    () => concat(Uint8Array.of(0x71), vector([name('x'), Uint8Array.of(1), part(), Uint8Array.of(0)])),
  ])()
  types.push('value')
  return sized(7, vector([definition]))
}

function signature(made: Made): Uint8Array {
  const { random } = made
  const params = vector(...['p', 'q'].slice(random.below(3)).map((param) => [name(param), valueType(made)]))
  const result = random.oneIn(2) ? Uint8Array.of(1, 0) : concat(Uint8Array.of(0), valueType(made))
  return concat(Uint8Array.of(0x40), params, result)
}

function defineFunctionType(made: Made): Uint8Array {
  const definition = signature(made)
  made.types.push('function')
  return sized(7, vector([definition]))
}

/** An interface with functions of a type of its own. */
function defineInterface(made: Made): Uint8Array {
  const { random, types } = made
  const exports = Array.from({ length: random.below(4) }, (_, index) => [
    Uint8Array.of(4, 0),
    name(`f${index}`),
    Uint8Array.of(1, 0),
  ])
  types.push('interface')
  const own = [
    Uint8Array.of(1, 0x40),
    vector([name('x'), Uint8Array.of(random.pick(PRIMITIVES))]),
    Uint8Array.of(1, 0),
  ]
  return sized(7, number(1), Uint8Array.of(0x42), vectorOf([own, ...exports]))
}

function pickType({ random, types }: Made, kind: Made['types'][number]): Uint8Array | undefined {
  const fitting = types.flatMap((one, index) => (one === kind ? [index] : []))
  return fitting.length === 0 ? undefined : number(random.pick(fitting))
}

function importFunction(made: Made): Uint8Array | undefined {
  const type = pickType(made, 'function')
  if (type === undefined) return undefined
  made.functions += 1
  return sized(10, vector([Uint8Array.of(0), name(`i${made.names++}`), Uint8Array.of(1), type]))
}

function importInterface(made: Made): Uint8Array | undefined {
  const type = pickType(made, 'interface')
  if (type === undefined) return undefined
  return sized(10, vector([Uint8Array.of(0), name(`a:b/i${made.names++}@1.2.3`), Uint8Array.of(5), type]))
}

function exportFunction(made: Made): Uint8Array | undefined {
  if (made.functions === 0) return undefined
  const index = number(made.random.below(made.functions))
  made.functions += 1
  return sized(
    11,
    vector([Uint8Array.of(0), name(`e${made.names++}`), Uint8Array.of(1), index, Uint8Array.of(0)]),
  )
}

function nestComponent(made: Made): Uint8Array | undefined {
  if (made.depth >= DEPTH) return undefined
  made.components += 1
  return sized(4, randomComponent(made.random, made.depth + 1))
}

/** Without arguments: what wants some is not valid. */
function instantiate({ random, components }: Made): Uint8Array | undefined {
  if (components === 0) return undefined
  return sized(5, vector([Uint8Array.of(0), number(random.below(components)), Uint8Array.of(0)]))
}

function aliasOuter(made: Made): Uint8Array | undefined {
  if (made.depth === 0 || made.random.oneIn(2)) return undefined
  made.types.push('value')
  return sized(6, vector([Uint8Array.of(3, 2, 1, 0)]))
}

function instantiateModule(made: Made): Uint8Array | undefined {
  if (made.modules === 0) return undefined
  made.coreInstances += 1
  return sized(2, vector([Uint8Array.of(0), number(made.random.below(made.modules)), Uint8Array.of(0)]))
}

function randomModule(random: Random): Uint8Array {
  const functions = random.below(4)
  const body = random.pick([
    Uint8Array.of(2, 0, 0x0b),
    Uint8Array.of(3, 0, 0, 0x0b),
    Uint8Array.of(5, 0, 0x41, 7, 0x1a, 0x0b),
    Uint8Array.of(4, 0, 0x10, 0, 0x0b),
    // Not valid: nothing is there to drop.
    Uint8Array.of(3, 0, 0x1a, 0x0b),
  ])
  const present = (part: Uint8Array) => (random.oneIn(3) ? [part] : [])
  return moduleOf(
    sized(1, vector([Uint8Array.of(0x60, 0, 0)])),
    sized(3, number(functions), new Uint8Array(functions)),
    ...present(sized(4, vector([Uint8Array.of(0x70, 0), number(random.pick([0, 10, 2_000_000]))]))),
    ...present(sized(5, vector([Uint8Array.of(random.pick([0, 0, 3]), random.below(3), 9)]))),
    ...present(
      sized(7, vector([name(random.pick(['f', 'memory', '__proto__', 'a b'])), Uint8Array.of(0, 0)])),
    ),
    ...present(sized(8, number(0))),
    sized(10, number(functions), ...Array.from({ length: functions }, () => body)),
    ...present(randomCustom(random)),
  )
}

function randomCustom(random: Random): Uint8Array {
  const section = random.pick([
    'name',
    'component-name',
    'producers',
    'dylink.0',
    'linking',
    'sourceMappingURL',
    'x',
  ])
  const content = random.pick([
    Uint8Array.of(),
    name('a.map'),
    sized(1, vector([number(0), name('f')])),
    vector([name('language'), vector([name('C'), name('11')])]),
    Uint8Array.of(2, 1, 1, 0xff),
  ])
  return custom(section, content)
}
