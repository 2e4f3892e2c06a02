import type { GraphContents, GraphEnd, GraphLink, GraphPart } from './app-graph.ts'
import type { Drawing } from './drawing.ts'
import { clip, splitName } from './labels.ts'
import { indexLinks, type LinkIndex } from './link-index.ts'
import type { PictureFrame, PictureNode } from './picture.ts'

const maximumParts = 40
const maximumDepth = 4
/** Of what is put together from many places, as many are drawn. */
const maximumTargets = 16

/** A component or a dependency in a drawing. */
export interface Box {
  readonly node?: PictureNode
  readonly frame?: PictureFrame
  /** Nodes that an export comes from; of `null` and of one that is not known, any of it. */
  readonly exports: readonly string[]
  readonly provides: (name: string | null) => readonly string[]
  /** What is left open, and by which node. */
  readonly opens: readonly { readonly node: string; readonly name: string }[]
}

interface BoxSubject {
  readonly id: string
  readonly kind: 'component' | 'plug'
  readonly title: string
  readonly lines: readonly string[]
  readonly contents: GraphContents | null
}

/** The parts of a component, and the node or the parts of each. */
interface Scope {
  readonly parent: Scope | undefined
  /** Of what this is the inside of. */
  readonly imports: LinkIndex
  readonly exports: LinkIndex
  readonly children: Map<string, PictureNode | Scope>
  own?: PictureNode
}

type Target = { readonly node: string } | { readonly open: string }

/** Draws a component as one node, or as a frame with its parts in it. */
export function drawBox(drawing: Drawing, subject: BoxSubject): Box {
  const { contents, kind, title } = subject
  const count = countParts(contents?.parts ?? [])
  const note = contents?.incomplete ? [`read in part: ${clip(contents.incomplete, 60)}`] : []
  const lines = [...subject.lines, ...note]
  const exports = (contents?.exports ?? []).map(({ name }) => name)
  if (contents === null || count === 0 || count > Math.min(maximumParts, drawing.room)) {
    const more = count === 0 ? [] : [`composed of ${count} parts`]
    const node = drawing.node(kind, title, [...lines, ...more])
    const opens = (contents?.imports ?? []).map((name) => ({ node: node.id, name }))
    return { node, exports, provides: () => [node.id], opens }
  }
  return drawFrame(drawing, { ...subject, lines, contents })
}

function drawFrame(drawing: Drawing, subject: BoxSubject & { readonly contents: GraphContents }): Box {
  const { id, kind, title, lines, contents } = subject
  const imports = indexLinks([])
  const exports = indexLinks(contents.exports)
  const outermost: Scope = { parent: undefined, imports, exports, children: new Map() }
  const resolve = createResolver(drawing)
  fill(drawing, outermost, contents.parts, 1)
  const opens: { node: string; name: string }[] = []
  for (const { scope, part, node } of leaves(outermost, contents.parts)) {
    for (const { name, from } of part.imports) {
      for (const target of resolve(scope, from)) {
        if ('open' in target) opens.push({ node: node.id, name: target.open })
        else if (target.node !== node.id) drawing.connect(node.id, target.node, 'uses', name, splitName(name))
      }
    }
  }
  const nodesOf = (link: GraphLink): string[] =>
    resolve(outermost, link.from).flatMap((target) => ('node' in target ? [target.node] : []))
  const own = new Set(contents.exports.filter(isMain).flatMap(nodesOf))
  const frame = toFrame(outermost, { id, kind, title, lines: lines.map((text) => ({ text })) }, (node) =>
    kind === 'component' && own.has(node.id) ? node : { ...node, kind: 'plug' },
  )
  const first = leaves(outermost, contents.parts)[0]?.node.id
  return {
    frame,
    opens,
    exports: contents.exports.map(({ name }) => name),
    provides: (name) => {
      const link = (name === null ? undefined : exports.named(name)[0]) ?? contents.exports[0]
      const nodes = link === undefined ? [] : nodesOf(link)
      return nodes.length > 0 || first === undefined ? nodes : [first]
    },
  }
}

/** Left over by componentize-py; it serves nobody. */
function isMain({ name }: GraphLink): boolean {
  return name !== 'exports'
}

function fill(drawing: Drawing, scope: Scope, parts: readonly GraphPart[], depth: number): void {
  for (const part of parts) {
    if (part.parts.length === 0 || depth >= maximumDepth) {
      const more = part.parts.length === 0 ? [] : [`composed of ${part.parts.length} parts`]
      scope.children.set(part.name, drawing.node('component', clip(part.name, 40), more))
    } else {
      const [imports, exports] = [indexLinks(part.imports), indexLinks(part.exports)]
      const inner: Scope = { parent: scope, imports, exports, children: new Map() }
      scope.children.set(part.name, inner)
      fill(drawing, inner, part.parts, depth + 1)
    }
  }
}

function leaves(
  scope: Scope,
  parts: readonly GraphPart[],
): { scope: Scope; part: GraphPart; node: PictureNode }[] {
  return parts.flatMap((part) => {
    const child = scope.children.get(part.name)
    if (child === undefined) return []
    return 'id' in child ? [{ scope, part, node: child }] : leaves(child, part.parts)
  })
}

/** Follows links through frames to the nodes that they end at. */
function createResolver(drawing: Drawing): (scope: Scope, ends: readonly GraphEnd[]) => readonly Target[] {
  const known = new Map<Scope, Map<string, readonly Target[]>>()
  const resolveEnd = (scope: Scope, end: GraphEnd): readonly Target[] => {
    const ofScope = known.get(scope) ?? new Map<string, readonly Target[]>()
    known.set(scope, ofScope)
    const key = JSON.stringify(end)
    const before = ofScope.get(key)
    if (before !== undefined) return before
    const found = follow(scope, end)
    ofScope.set(key, found)
    return found
  }
  const resolve = (scope: Scope, ends: readonly GraphEnd[]): readonly Target[] => {
    const targets = new Map<string, Target>()
    for (const end of ends) {
      for (const target of resolveEnd(scope, end)) {
        if (targets.size < maximumTargets) targets.set(JSON.stringify(target), target)
      }
    }
    return [...targets.values()]
  }
  const follow = (scope: Scope, end: GraphEnd): readonly Target[] => {
    if (end.from === 'own') {
      scope.own ??= drawing.node('component', 'own code')
      return [{ node: scope.own.id }]
    }
    if (end.from === 'import') {
      if (scope.parent === undefined) return [{ open: end.name }]
      const [link] = scope.imports.named(end.name)
      return link === undefined ? [] : resolve(scope.parent, link.from)
    }
    const child = scope.children.get(end.part)
    if (child === undefined) return []
    if ('id' in child) return [{ node: child.id }]
    const links = end.export === null ? child.exports.all : child.exports.named(end.export)
    return resolve(
      child,
      links.flatMap(({ from }) => from),
    )
  }
  return resolve
}

function toFrame(
  scope: Scope,
  { id, kind, title, lines }: Omit<PictureFrame, 'nodes' | 'frames'>,
  finish: (node: PictureNode) => PictureNode,
): PictureFrame {
  const nodes = scope.own === undefined ? [] : [scope.own]
  const frames: PictureFrame[] = []
  for (const [name, child] of scope.children) {
    if ('id' in child) nodes.push(finish(child))
    else {
      const frame = { id: `${id}x${frames.length}`, kind: 'plug' as const, title: clip(name, 40), lines: [] }
      frames.push(toFrame(child, frame, finish))
    }
  }
  return { id, kind, title, lines, nodes, frames }
}

function countParts(parts: readonly GraphPart[]): number {
  return parts.reduce((sum, part) => sum + 1 + countParts(part.parts), 0)
}
