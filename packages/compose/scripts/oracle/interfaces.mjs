// Random interfaces as WIT, and the text of worlds that import and export them.
import { RandomTypes } from '../../src/testing/random-types.ts'

/**
 * @typedef {object} Func
 * @property {string} name
 * @property {readonly string[]} params Types as WIT text.
 * @property {string | null} result
 * @property {boolean} chains Whether its result can be handed on as its first parameter.
 *
 * @typedef {object} Interface
 * @property {string} package `alpha:one`
 * @property {string | null} version
 * @property {string} label
 * @property {readonly string[]} declarations Types that it names.
 * @property {readonly Func[]} functions
 * @property {readonly Interface[]} uses Those that it uses types of.
 */

/** `alpha:one/words@1.0.0` */
export function nameOf({ package: of, label, version }) {
  return `${of}/${label}${version === null ? '' : `@${version}`}`
}

/** The same for WIT, where each word of it could be a keyword. */
function printName({ package: of, label, version }) {
  return `${escaped(of)}/%${label}${version === null ? '' : `@${version}`}`
}

function escaped(of) {
  return of.replaceAll(/\w[\w-]*/g, '%$&')
}

const functionNames = [
  'before',
  'after',
  'after-all',
  'afterwards',
  'after2',
  'change',
  'list',
  'x',
  'count-up',
]

/** @returns {Interface} An interface of types alone. */
export function randomKinds(random, label) {
  const types = new RandomTypes(random)
  while (types.declarations.length < 2) types.type(2)
  return {
    package: 'shared:kinds',
    version: '1.0.0',
    label,
    declarations: types.declarations,
    functions: [],
    uses: [],
  }
}

/**
 * @param {{ chains: boolean, kinds: Interface | null }} options Whether all its functions can be put one after the
 *   other; whose types it uses.
 * @returns {Interface}
 */
export function randomInterface(random, { package: of, version, label }, { chains, kinds }) {
  const types = new RandomTypes(random)
  const used = (kinds?.declarations ?? []).map((text, index) => [text.split(' ')[1], `k${index}`])
  const type = (depth) =>
    used.length > 0 && random.oneIn(4) ? random.pick(used)[1] : types.type(random.below(depth + 1)).wit
  const names = shuffled(random, functionNames).slice(0, 2 + random.below(5))
  const functions = names.map((name) => randomFunction(random, name, type, chains))
  const uses =
    used.length === 0
      ? []
      : [`use ${printName(kinds)}.{${used.map(([from, to]) => `${from} as ${to}`).join(', ')}};`]
  const declarations = [...uses, ...types.declarations]
  return {
    package: of,
    version,
    label,
    declarations,
    functions,
    uses: kinds === null ? [] : [kinds],
  }
}

function randomFunction(random, name, type, chains) {
  const many = random.oneIn(10) ? 12 : 0
  const more = Array.from({ length: many + random.below(4) }, () => type(2))
  if (chains || random.oneIn(2)) {
    const first = type(4)
    const error = random.oneIn(4) ? '' : `, ${type(1)}`
    const result = random.oneIn(3) ? `result<${first}${error}>` : first
    return { name, params: [first, ...more], result, chains: true }
  }
  const [first = null] = more
  const result = random.oneIn(3) ? null : 'tuple<u8, u16, u32, u64>'
  return { name, params: first === null ? [] : more, result, chains: false }
}

export function shuffled(random, items) {
  const rest = [...items]
  return items.map(() => rest.splice(random.below(rest.length), 1)[0])
}

/** The text of an interface, with more lines where they are given. */
function printInterface({ label, declarations, functions }) {
  const lines = functions.map(({ name, params, result }) => {
    const list = params.map((type, index) => `p${index}: ${type}`).join(', ')
    return `%${name}: func(${list})${result === null ? '' : ` -> ${result}`};`
  })
  return `interface %${label} {\n${[...declarations, ...lines].map((line) => `    ${line}\n`).join('')}  }`
}

/**
 * A WIT package with the world `w` and all that it needs.
 *
 * @param {readonly Interface[]} imports
 * @param {readonly Interface[]} exports
 */
export function printWorld(imports, exports) {
  const all = new Map()
  const add = (each) => {
    each.uses.forEach(add)
    all.set(nameOf(each), each)
  }
  ;[...imports, ...exports].forEach(add)
  const packages = Map.groupBy(
    all.values(),
    ({ package: of, version }) => `${escaped(of)}${version === null ? '' : `@${version}`}`,
  )
  const items = [
    ...imports.map((each) => `  import ${printName(each)};\n`),
    ...exports.map((each) => `  export ${printName(each)};\n`),
  ]
  const texts = [...packages].map(
    ([name, interfaces]) => `package ${name} {\n  ${interfaces.map(printInterface).join('\n  ')}\n}\n`,
  )
  return `package test:it;\n\nworld w {\n${items.join('')}}\n\n${texts.join('\n')}`
}
