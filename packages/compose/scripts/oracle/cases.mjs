// Random applications, with what has to come of what is put into them.
import { createRandom } from '../../../../tools/random.ts'
import { callCount } from './components.mjs'
import { hostPackage, InputMaker } from './inputs.mjs'
import { nameOf, randomInterface, randomKinds, shuffled } from './interfaces.mjs'

/**
 * @typedef {import('./interfaces.mjs').Interface} Interface
 * @typedef {import('./components.mjs').Route} Route
 *
 * @typedef {object} Node Who answers the calls of an import.
 * @property {'open' | 'link' | 'around' | 'chain' | 'choice'} kind `link`: a component asks its host; `around`: it asks
 *   `inner`; `open`: nobody was put there.
 * @property {string} [name] Of the component.
 * @property {Route} [route] Of the component, for this interface.
 * @property {Node} [inner]
 * @property {boolean} [isOwn] A `link` that is there once Spin has loaded the application; before that it is `open`.
 * @property {readonly Node[]} [links]
 *
 * @typedef {object} Input
 * @property {string} name
 * @property {string} [into]
 * @property {string | null} app Id of that whose import it satisfies; `null` of one that others need.
 * @property {Route[]} routes
 *
 * @typedef {object} App
 * @property {string} id
 * @property {string} file
 * @property {readonly { import: Interface, drive: Interface }[]} imports `drive` exports the same.
 * @property {{ key: string, path: string, inherits: string, route: Route } | null} own The dependency that its manifest
 *   names, for the last import: `inherits` is what is said of its grants.
 *
 * @typedef {object} Case
 * @property {string} name
 * @property {readonly App[]} apps
 * @property {readonly Input[]} inputs
 * @property {Map<string, Node>} nodes By `ID INDEX-OF-THE-IMPORT`.
 * @property {string | null} choose
 * @property {readonly string[]} choices
 * @property {string | null} code Of the error that has to come.
 */

const versions = ['1.2.3', '1.2.3', '0.3.1', '0.0.4', '2.0.0-rc.1', null]
const breaks = ['missing', 'type', 'version', 'cycle', 'last wrapper', 'unchainable', 'ambiguous']

/** @returns {Case} The same for the same seed. */
export function makeCase(seed) {
  const random = createRandom(seed)
  const broken = random.oneIn(3) ? random.pick(breaks) : null
  const apps = makeApps(random, broken)
  const maker = new InputMaker(random, broken, apps)
  maker.fill()
  const shape = [...maker.nodes.values()].map(printNode).join(' ')
  return {
    name: `${seed}${broken === null ? '' : ` (${broken}${maker.code === null ? ', not' : ''})`}: ${shape}`,
    apps,
    inputs: maker.inputs,
    nodes: maker.nodes,
    choose: maker.choose,
    choices: maker.choices,
    code: maker.code,
  }
}

function printNode({ kind, name, inner, links = [] }) {
  if (kind === 'link') return name
  if (kind === 'open') return '-'
  if (kind === 'around') return `${name}(${printNode(inner)})`
  return `${kind}[${links.map(printNode).join(' ')}]`
}

function makeApps(random, broken) {
  const kinds = random.oneIn(3) ? randomKinds(random, 'k') : null
  const packages = ['alpha:one', 'beta:list', 'gamma:three-3'].map((of) => ({
    package: of,
    version: random.pick(versions),
  }))
  const count = broken === 'ambiguous' ? 2 : random.pick([1, 1, 2, 3])
  const interfaces = Array.from({ length: Math.max(count, 1 + random.below(4)) }, (_, index) =>
    randomInterface(
      random,
      { ...random.pick(packages), label: `${random.pick(['words', 'list', 'it'])}${index}` },
      { chains: broken === 'unchainable' ? false : broken !== null || !random.oneIn(5), kinds },
    ),
  )
  const ids = shuffled(random, ['web', 'second', 'import', 'app-b']).slice(0, count)
  const apps = ids.map((id, index) => {
    // One that all of them import can only go where it is told to go.
    const own = interfaces.filter((_, at) => at % count === index || broken === 'ambiguous')
    const imports = own.map((each, at) => ({
      import: each,
      drive: { ...each, package: 'test:app', version: '1.0.0', label: `drive${at}` },
    }))
    const app = { id, file: `${id}.wasm`, imports, own: null }
    return random.oneIn(4) ? withOwn(random, app, kinds) : app
  })
  const [first] = apps
  return random.oneIn(5) && broken === null ? [...apps, { ...first, id: 'twin' }] : apps
}

/** An application that has a dependency already, of which nothing may change. */
function withOwn(random, app, kinds) {
  const place = { package: 'own:dependency', version: '1.0.0', label: 'it' }
  const wanted = randomInterface(random, place, { chains: true, kinds })
  const to = {
    ...wanted,
    ...hostPackage,
    label: `own-${app.id}`,
    functions: [...wanted.functions, callCount],
  }
  const drive = { ...wanted, package: 'test:app', label: 'drive-own' }
  return {
    ...app,
    imports: [...app.imports, { import: wanted, drive }],
    own: {
      key: nameOf(wanted),
      path: `own-${app.id}.wasm`,
      inherits: random.pick(['none', 'each', 'default']),
      route: { export: wanted, to, counter: to },
    },
  }
}
