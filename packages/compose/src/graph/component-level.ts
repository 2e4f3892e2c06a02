import type { GraphEnd, GraphLink, GraphPart } from './app-graph.ts'
import type { ComponentNames } from './component-names.ts'
import { type Origin, ownOrigin } from './origin.ts'

/** A component inside of another, before it is instantiated. */
export interface InnerComponent {
  /** `null` where it is not held but imported. */
  readonly level: ComponentLevel | null
  /** Its index among the components, or the name of the import. */
  readonly called: string
}

/** An instance of an inner component, under a name of our own until all names are read. */
interface HeldPart extends GraphPart {
  readonly instance: number
  readonly component: number
}

/** What one component holds: its index spaces as far as they matter, and what is found in them. */
export class ComponentLevel {
  readonly names: ComponentNames = { instances: new Map(), components: new Map() }
  readonly imports: string[] = []
  readonly exports: GraphLink[] = []
  readonly components: InnerComponent[] = []
  readonly instances: Origin[] = []
  readonly functions: Origin[] = []
  readonly held: HeldPart[] = []
  /** Behind something unknown, the functions cannot be counted. */
  knowsFunctions = true
  hasCode = false
  #importsInterface = false

  /** Only gives names to functions that it is given? Toolchains put such components around what they export. */
  get isWrapping(): boolean {
    return !this.hasCode && this.held.length === 0 && !this.#importsInterface
  }

  addImport(name: string): void {
    this.imports.push(name)
    this.#importsInterface ||= name.includes(':')
  }

  instance(index: number): Origin {
    return this.instances[index] ?? missing('instance', index)
  }

  function(index: number): Origin {
    if (!this.knowsFunctions) return ownOrigin
    return this.functions[index] ?? missing('function', index)
  }

  component(index: number): InnerComponent {
    return this.components[index] ?? missing('component', index)
  }

  /** The exports, each part under its final name. */
  namedExports(): GraphLink[] {
    const names = this.#partNames()
    return this.exports.map((link) => rename(link, names))
  }

  /** The parts, each under its final name: that of the instance, else of the component, else a number. */
  namedParts(): GraphPart[] {
    const names = this.#partNames()
    return this.held.map(({ name, imports, exports, parts }) => ({
      name: names.get(name) as string,
      imports: inOrder(imports).map((link) => rename(link, names)),
      exports,
      parts,
    }))
  }

  #partNames(): Map<string, string> {
    const taken = new Set<string>()
    const counts = new Map<string, number>()
    return new Map(
      this.held.map(({ name, instance, component }) => {
        const { level, called } = this.component(component)
        const { instances, components } = this.names
        const wanted = instances.get(instance) || components.get(component) || level?.names.own || called
        let count = counts.get(wanted) ?? 1
        let free = wanted
        while (taken.has(free)) {
          count += 1
          free = `${wanted} (${count})`
        }
        counts.set(wanted, count)
        taken.add(free)
        return [name, free]
      }),
    )
  }
}

/** The links of a chain in the order in which they answer; the binary has them in another. */
function inOrder(links: readonly GraphLink[]): readonly GraphLink[] {
  const place = ({ name }: GraphLink) => Number(/^link(\d{1,6})$/.exec(name)?.[1] ?? Number.NaN)
  if (links.some((link) => Number.isNaN(place(link)))) {
    const chain = links.filter((link) => !Number.isNaN(place(link)))
    const rest = links.filter((link) => Number.isNaN(place(link)))
    return chain.length < 2 ? links : [...inOrder(chain), ...rest]
  }
  return links.toSorted((one, other) => place(one) - place(other))
}

function rename({ name, from }: GraphLink, names: ReadonlyMap<string, string>): GraphLink {
  const renamed = (end: GraphEnd): GraphEnd =>
    end.from === 'part' ? { ...end, part: names.get(end.part) as string } : end
  return { name, from: from.map(renamed) }
}

function missing(kind: string, index: number): never {
  throw new RangeError(`there is no ${kind} ${index}`)
}
