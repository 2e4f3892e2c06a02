import { createRandom, type Random } from '../../../../../tools/random.ts'
import { type RandomModule, randomModule } from './random-module.ts'
import { type ItemKind, type PlainType, plainTypes } from './scope.ts'

/** A component in text form, and the same once more as steps that link its core modules by hand. */
export interface RandomComponent {
  readonly text: string
  /** Names of the imported functions; `choose` is one more. */
  readonly hosts: readonly string[]
  /** The core modules in the order in which they are defined are instantiated in this order, some more than once. */
  readonly steps: readonly Step[]
  /** What is exported, as names of `Step`. */
  readonly exports: readonly string[]
}

/** Instantiates a core module: `gives` what it exports under names that are unique in the component. */
interface Step {
  readonly module: number
  /** Field → the name of what it is given; a host, or something that an earlier step gives. */
  readonly given: Readonly<Record<string, string>>
  /** Its export → unique name. */
  readonly gives: Readonly<Record<string, string>>
}

interface Named {
  readonly name: string
  readonly kind: ItemKind
}

const lifted: Record<PlainType, string> = {
  A: '(func)',
  B: '(func (param "x" u32))',
  C: '(func (result u32))',
}

/**
 * A component of random components of random core modules: instances are given functions of the host and of one
 * another, share tables and globals, and some are made twice from one definition.
 */
export function randomComponent(seed: number): RandomComponent {
  const random = createRandom(seed)
  const hosts = plainTypes.flatMap((kind) =>
    [0, 1, 2].map((index) => ({ name: `host${kind.toLowerCase()}${index}`, kind })),
  )
  const lines = hosts.map(({ name, kind }) => `(import "${name}" (func $${name} ${inner(kind)}))`)
  const steps: Step[] = []
  const available: Named[] = [...hosts]
  let modules = 0
  for (let group = 0; group < 1 + random.below(3); group++) {
    const wanted = Array.from({ length: 3 + random.below(4) }, () => random.pick(plainTypes))
    const made = randomGroup(random, wanted, modules)
    lines.push(`(component $c${group} ${made.text})`)
    const times = 1 + random.below(2)
    for (let time = 0; time < times; time++) {
      const instance = `g${group}x${time}`
      const given = wanted.map((kind) => random.pick(available.filter((one) => one.kind === kind)).name)
      const withs = given.map((name, index) => `(with "p${index}" (func $${name}))`).join(' ')
      lines.push(`(instance $${instance} (instantiate $c${group} (with "choose" (func $choose)) ${withs}))`)
      // A parameter of the component is what it was given; whatever else has a name of its own in each instance.
      const rename = (name: string) =>
        /^p\d+$/.test(name) ? given[Number(name.slice(1))] : `${instance}${name}`
      for (const step of made.steps) {
        const renamed = (names: Readonly<Record<string, string>>) =>
          Object.fromEntries(Object.entries(names).map(([key, name]) => [key, rename(name) as string]))
        steps.push({ module: step.module, given: renamed(step.given), gives: renamed(step.gives) })
      }
      for (const { name, kind } of made.exports) {
        lines.push(`(alias export $${instance} "${name}" (func $${instance}${name}))`)
        available.push({ name: `${instance}${name}`, kind })
      }
    }
    modules += made.modules
  }
  const own = available.slice(hosts.length)
  const exports = own.filter(() => random.oneIn(2)).map(({ name }) => name)
  for (const name of exports) lines.push(`(export "${name}" (func $${name}))`)
  const text = `(component (import "choose" (func $choose (result u32)))\n${lines.join('\n')})`
  return { text, hosts: hosts.map(({ name }) => name), steps, exports }
}

const inner = (kind: PlainType) => lifted[kind].slice('(func'.length, -1)

/** A component that imports functions `p0`, `p1`, … of these types, and `choose`. */
function randomGroup(random: Random, wanted: readonly PlainType[], firstModule: number) {
  const lines = [
    '(import "choose" (func $choose (result u32)))',
    '(core func $l-choose (canon lower (func $choose)))',
  ]
  const available: Named[] = wanted.map((kind, index) => ({ name: `p${index}`, kind }))
  for (const { name, kind } of available) {
    lines.push(`(import "${name}" (func $${name} ${inner(kind as PlainType)}))`)
    lines.push(`(core func $l-${name} (canon lower (func $${name})))`)
  }
  const steps: Step[] = []
  const exports: { name: string; kind: PlainType }[] = []
  const count = 1 + random.below(3)
  for (let number = 0; number < count; number++) {
    const kinds = available.map(({ kind }) => kind)
    const module = randomModule(
      random,
      Array.from({ length: 2 + random.below(4) }, () => random.pick(kinds)),
    )
    lines.push(`(core module $m${number} ${module.text})`)
    const times = random.oneIn(4) ? 2 : 1
    for (let time = 0; time < times; time++) {
      const instance = `n${number}y${time}`
      const step = instantiate(random, module, instance, firstModule + number, available)
      lines.push(coreInstance(step, instance, number, module))
      steps.push(step)
      for (const { name, kind } of module.exports) {
        const unique = `${instance}${name}`
        available.push({ name: unique, kind })
        lines.push(`(alias core export $${instance} "${name}" (core ${sort(kind)} $l-${unique}))`)
        if (kind === 'table' || kind === 'global' || !random.oneIn(2)) continue
        const type = inner(kind)
        lines.push(`(func $up-${unique} ${type} (canon lift (core func $l-${unique})))`)
        lines.push(`(export "${unique}" (func $up-${unique}))`)
        exports.push({ name: unique, kind })
      }
    }
  }
  return { text: lines.join('\n'), steps, exports, modules: count }
}

const sort = (kind: ItemKind) => (kind === 'table' || kind === 'global' ? kind : 'func')

function instantiate(
  random: Random,
  module: RandomModule,
  instance: string,
  number: number,
  available: readonly Named[],
): Step {
  const give = ({ name, kind }: Named) => [
    name,
    random.pick(available.filter((one) => one.kind === kind)).name,
  ]
  return {
    module: number,
    given: Object.fromEntries(module.imports.map(give)),
    gives: Object.fromEntries(module.exports.map(({ name }) => [name, `${instance}${name}`])),
  }
}

function coreInstance(step: Step, instance: string, number: number, module: RandomModule): string {
  const given = module.imports.map(
    ({ name, kind }) => `(export "${name}" (${sort(kind)} $l-${step.given[name]}))`,
  )
  return `(core instance $${instance} (instantiate $m${number}
    (with "m" (instance (export "choose" (func $l-choose)) ${given.join(' ')}))))`
}
