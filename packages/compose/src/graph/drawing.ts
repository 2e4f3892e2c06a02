import type { PictureEdge, PictureLine, PictureNode } from './picture.ts'

/** More than this is no picture, and takes long to lay out. */
const limits = { nodes: 120, edges: 200, labelLines: 4 } as const

interface Edge {
  readonly from: string
  readonly to: string
  readonly kind: PictureEdge['kind']
  readonly names: Map<string, readonly string[]>
}

/** Nodes and edges as they come; those between the same two nodes become one. */
export class Drawing {
  readonly #edges = new Map<string, Edge>()
  #nodes = 0

  /** How many nodes there may still be. */
  get room(): number {
    return Math.max(0, limits.nodes - this.#nodes)
  }

  /** Makes a node; it has to be put into the picture by whoever asked for it. */
  node(kind: PictureNode['kind'], title: string, lines: readonly (PictureLine | string)[] = []): PictureNode {
    this.#nodes += 1
    const texts = lines.map((line) => (typeof line === 'string' ? { text: line } : line))
    return { id: `n${this.#nodes}`, kind, title, lines: texts }
  }

  /**
   * @param name What flows there, once for each name.
   * @param lines How the name is written.
   */
  connect(from: string, to: string, kind: Edge['kind'], name?: string, lines: readonly string[] = []): void {
    const key = `${from} ${to} ${kind}`
    const known = this.#edges.get(key)
    if (known === undefined && this.#edges.size >= limits.edges) return
    const edge = known ?? { from, to, kind, names: new Map() }
    if (name !== undefined) edge.names.set(name, lines)
    this.#edges.set(key, edge)
  }

  edges(): PictureEdge[] {
    return [...this.#edges.values()].map(({ from, to, kind, names }) => {
      const labels = [...names.values()]
      const lines = labels.slice(0, limits.labelLines).flat()
      const left = labels.length - limits.labelLines
      return { from, to, kind, lines: left > 0 ? [...lines, `and ${left} more`] : lines }
    })
  }
}
