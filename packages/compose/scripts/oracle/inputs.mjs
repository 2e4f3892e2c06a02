// Random components for the imports of an application, and how they have to be joined.
import { callCount } from './components.mjs'
import { shuffled } from './interfaces.mjs'

const compatible = { '1.2.3': ['1.2.3', '1.4.1', '1.0.0'], '0.3.1': ['0.3.1', '0.3.9'] }
const incompatible = { '1.2.3': '2.2.3', '0.3.1': '0.4.1', '0.0.4': '0.0.5', '2.0.0-rc.1': '2.0.0' }
const names =
  'pirate redact let new list-one import guard export world shout app a1 chain option before calc-chain variant x2 targets with-care b2 c3 d4 e5 f6 tuple as use mild'

/** A namespace of the host whose interfaces give nothing away: those of other names would be refused in a dependency. */
export const hostPackage = { package: 'wasi:io', version: '0.2.0' }

/** Makes what is put into the imports of applications. */
export class InputMaker {
  nodes = new Map()
  inputs = []
  choose = null
  choices = []
  code = null
  #random
  #broken
  #apps
  #names

  constructor(random, broken, apps) {
    this.#random = random
    this.#broken = broken
    this.#apps = apps
    this.#names = shuffled(random, names.split(' '))
  }

  fill() {
    for (const app of this.#apps) {
      const isCopy =
        app.id !== 'twin' && this.#apps.some(({ id, file }) => id === 'twin' && file === app.file)
      const into = app.id === 'twin' || isCopy ? app.id : undefined
      for (const [index, { import: wanted }] of app.imports.entries()) {
        this.nodes.set(`${app.id} ${index}`, this.#fillImport(app, wanted, into))
      }
    }
    this.#merge()
    if (this.inputs.length === 0) {
      const [app] = this.#apps
      this.nodes.set(`${app.id} 0`, this.#link(app, app.imports[0].import, undefined))
    }
    this.#break()
  }

  #fillImport(app, wanted, into) {
    if (app.own?.route.export === wanted) {
      return { kind: 'link', isOwn: true, name: app.own.path, route: app.own.route }
    }
    const random = this.#random
    const left = this.#names.length
    if (left < 7 || (random.oneIn(8) && this.#broken === null)) return { kind: 'open' }
    const chains = wanted.functions.every((func) => func.chains)
    const most = chains || this.#broken === 'unchainable' ? random.pick([1, 1, 2, 3, 4, 5]) : 1
    const nodes = Array.from({ length: most }, (_, index) => {
      const isLast = index === most - 1
      if (!isLast && random.oneIn(4)) return this.#wrapper(app, wanted, into)
      return random.oneIn(5) && this.#names.length > 6
        ? this.#fed(app, wanted, into)
        : this.#link(app, wanted, into)
    })
    return this.#join(nodes, chains)
  }

  /** A wrapper has all that follows behind it. */
  #join(nodes, chains) {
    const at = nodes.findIndex(({ kind, inner }) => kind === 'around' && inner === undefined)
    const links = at < 0 ? nodes : nodes.slice(0, at + 1)
    if (at >= 0) links[at].inner = this.#join(nodes.slice(at + 1), chains)
    if (links.length === 1) return links[0]
    if (
      at < 0 &&
      this.choose === null &&
      this.#broken === null &&
      this.#random.oneIn(3) &&
      this.#isOnlyJoin()
    ) {
      this.choose = 'tone'
      this.choices = links.map(({ name }) => name)
      return { kind: 'choice', links }
    }
    if (this.choose !== null) this.code = 'middleware-unsupported'
    if (!chains) this.code = 'middleware-unsupported'
    return { kind: 'chain', links }
  }

  /** The variable chooses for all of them. */
  #isOnlyJoin() {
    const isJoined = ({ kind, inner }) => kind === 'chain' || (inner !== undefined && isJoined(inner))
    return ![...this.nodes.values()].some(isJoined)
  }

  #link(app, wanted, into) {
    const name = this.#names.pop()
    const exported = this.#exportedAs(wanted, this.#random.oneIn(4))
    const to = {
      ...exported,
      ...hostPackage,
      label: `h${name}-${exported.label}`,
      functions: [...exported.functions, callCount],
    }
    const routes = [{ export: exported, to, counter: to }]
    if (this.#random.oneIn(6)) {
      const extra = { ...to, package: 'extra:stuff', version: '1.0.0', functions: exported.functions }
      routes.push({ export: extra, to, counter: to })
    }
    this.inputs.push({ name, app: app?.id ?? null, into, routes })
    return { kind: 'link', name, route: routes[0] }
  }

  #wrapper(app, wanted, into) {
    const name = this.#names.pop()
    const route = this.#around(name, this.#exportedAs(wanted), this.#exportedAs(wanted))
    this.inputs.push({ name, app: app?.id ?? null, into, routes: [route] })
    return { kind: 'around', name, route }
  }

  /** A component that asks another one. */
  #fed(app, wanted, into) {
    const name = this.#names.pop()
    const other = { ...wanted, package: `feed:${name}`, version: '1.2.3', label: 'feeding' }
    const route = this.#around(name, this.#exportedAs(wanted), other)
    const input = { name, app: app?.id ?? null, into, routes: [route] }
    const isFirst = this.#random.oneIn(2)
    if (isFirst) this.inputs.push(input)
    const inner =
      this.#random.oneIn(4) && this.#names.length > 6 ? this.#fed(null, other) : this.#link(null, other)
    if (!isFirst) this.inputs.push(input)
    return { kind: 'around', name, route, inner }
  }

  #around(name, exported, to) {
    const counter = {
      ...hostPackage,
      label: `c${name}`,
      declarations: [],
      functions: [callCount],
      uses: [],
    }
    return { export: exported, to, counter }
  }

  /** In a version that fits, and with more than is wanted. */
  #exportedAs(wanted, isMore = false) {
    const version = this.#random.pick(compatible[wanted.version] ?? [wanted.version])
    const more = { name: 'extra-one', params: ['u8', 'string'], result: 'string', chains: false }
    return { ...wanted, version, functions: isMore ? [...wanted.functions, more] : wanted.functions }
  }

  /** Makes one component of two that stand alone before one component of the application. */
  #merge() {
    for (const app of this.#apps) {
      const alone = app.imports.flatMap((_, index) => {
        const node = this.nodes.get(`${app.id} ${index}`)
        return node.kind === 'link' && !node.isOwn ? [node] : []
      })
      const [first, second] = alone
      if (second === undefined || this.#random.oneIn(3)) continue
      const [one, other] = [first, second].map(({ name }) => this.inputs.find((input) => input.name === name))
      one.routes.push(other.routes[0])
      this.inputs.splice(this.inputs.indexOf(other), 1)
      second.name = first.name
    }
  }

  #break() {
    const random = this.#random
    const direct = this.inputs.filter(({ app, routes }) => app !== null && routes[0].to === routes[0].counter)
    const input = direct.length === 0 ? undefined : random.pick(direct)
    if (this.#broken === 'ambiguous' && this.inputs.some(({ app }) => app !== null))
      this.code = 'plug-ambiguous'
    if (this.#broken === 'cycle') {
      const [a, b] = [this.#names.pop(), this.#names.pop()]
      const [ofA, ofB] = [a, b].map((name) => ({
        ...this.#apps[0].imports[0].import,
        package: `feed:${name}`,
        label: 'round',
      }))
      const routes = (name, own, to) => [this.#around(name, own, to)]
      this.inputs.push({ name: b, app: null, routes: routes(b, ofB, ofA) })
      const first = this.#around(a, ofA, ofB)
      const wanted = this.#apps[0].imports[0].import
      const whole = { ...first, export: wanted, to: ofB }
      this.inputs.push({ name: a, app: this.#apps[0].id, routes: [first, whole] })
      this.code = 'plug-cycle'
    }
    if (this.#broken === 'last wrapper') {
      this.#wrapper(this.#apps[0], this.#apps[0].imports[0].import)
      this.code = 'plug-unmatched'
    }
    if (input === undefined || !['missing', 'type', 'version'].includes(this.#broken)) return
    const [route] = input.routes
    const changed = this.#changed(route.export)
    const to = { ...route.to, functions: [...changed.functions, callCount] }
    input.routes[0] = { export: changed, to, counter: to }
    this.code = 'plug-unmatched'
  }

  #changed(exported) {
    if (this.#broken === 'version') {
      const known = Object.keys(incompatible).find(
        (key) => key[0] === exported.version?.[0] && key[2] === exported.version?.[2],
      )
      const track = exported.version === null ? '1.0.0' : incompatible[known ?? '1.2.3']
      return { ...exported, version: track }
    }
    const wanted = exported.functions.filter(({ name }) => name !== 'extra-one')
    const chosen = this.#random.pick(wanted)
    if (this.#broken === 'missing')
      return { ...exported, functions: exported.functions.filter((each) => each !== chosen) }
    const other = this.#random.oneIn(2)
      ? { ...chosen, params: [...chosen.params, 'u8'] }
      : { ...chosen, result: chosen.result === 'char' ? 'u8' : 'char' }
    return { ...exported, functions: exported.functions.map((each) => (each === chosen ? other : each)) }
  }
}
