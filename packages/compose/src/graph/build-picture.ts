import type { AppGraph, GraphComponent, GraphDependency, GraphTrigger } from './app-graph.ts'
import { type Box, drawBox } from './draw-box.ts'
import { Drawing } from './drawing.ts'
import {
  clip,
  clipList,
  groupNames,
  nameApp,
  nameGrants,
  nameSource,
  nameTrigger,
  nameUnread,
  shortName,
  splitName,
} from './labels.ts'
import type { Picture, PictureFrame, PictureLine, PictureNode } from './picture.ts'

const limits = { triggers: 40, components: 40, dependencies: 20, lines: 16 } as const

/** What a trigger of HTTP, or of something else of Spin, calls. */
const handlers = /^(wasi:http\/(incoming-handler|handler)|fermyon:spin\/inbound-|spin:[a-z]+\/inbound-)/

/** Decides what is drawn of an application, and where it has too much of something, what is only counted. */
export function buildPicture(graph: AppGraph): Picture {
  const painter = new Painter()
  const components = graph.components.slice(0, limits.components)
  const triggers = graph.triggers.slice(0, limits.triggers)
  for (const component of components) painter.addComponent(component)
  for (const component of components) painter.addDependencies(component)
  for (const trigger of triggers) painter.addTrigger(trigger)
  painter.addRest(graph.triggers.length - triggers.length, 'triggers')
  painter.addRest(graph.components.length - components.length, 'components')
  return {
    title: `How ${nameApp(graph)} is put together`,
    description: describe(graph),
    nodes: painter.nodes,
    frames: painter.frames,
    edges: painter.drawing.edges(),
  }
}

/** In words, for those who do not see the picture. */
function describe({ triggers, components }: AppGraph): string {
  const runs = triggers.map((trigger) => {
    const what = trigger.staticStatus === null ? trigger.runs.map(({ component }) => component) : []
    return `${nameTrigger(trigger)} runs ${
      clipList(
        what.map((each) => clip(each)),
        8,
      ).join(', ') || 'nothing'
    }`
  })
  const composed = components.flatMap(({ id, contents }) => {
    const parts = (contents?.parts ?? []).map(({ name }) => clip(name))
    return parts.length === 0 ? [] : [`${clip(id)} is composed of ${clipList(parts, 8).join(', ')}`]
  })
  return `${[...clipList(runs, 10), ...clipList(composed, 10)].join('. ')}.`
}

class Painter {
  readonly drawing = new Drawing()
  readonly nodes: PictureNode[] = []
  readonly frames: PictureFrame[] = []
  readonly #boxes = new Map<string, Box>()

  addComponent(component: GraphComponent): void {
    const { id, source, contents } = component
    const box = this.#addBox(
      drawBox(this.drawing, {
        id: `f${this.#boxes.size}`,
        kind: 'component',
        title: clip(id),
        lines: [nameSource(source), ...unread(component)],
        contents,
      }),
    )
    this.#boxes.set(id, box)
    this.#addHost(box, component)
    const byNobody = component.imports.filter(({ from }) => from === 'nobody').map(({ name }) => name)
    this.#addOpen(
      box,
      byNobody,
      'missing',
      'offered by nobody',
      byNobody.map((name) => clip(name, 60)),
    )
  }

  addDependencies(component: GraphComponent): void {
    const box = this.#boxes.get(component.id)
    if (box === undefined) return
    const dependencies = component.dependencies.slice(0, limits.dependencies)
    dependencies.forEach((dependency, index) => {
      const satisfier = this.#dependencyBox(component, dependency, index)
      const satisfied = new Set(dependency.satisfies)
      for (const { node, name } of box.opens) {
        if (!satisfied.has(name)) continue
        for (const to of satisfier.provides(name)) {
          const { export: exported } = dependency
          const lines = exported === null ? [] : [`by ${clip(exported, 40)}`]
          this.drawing.connect(node, to, 'uses', name, [...splitName(name), ...lines])
        }
      }
    })
    this.addRest(component.dependencies.length - dependencies.length, `dependencies of ${clip(component.id)}`)
  }

  #dependencyBox(component: GraphComponent, dependency: GraphDependency, index: number): Box {
    const { source, contents, inherits } = dependency
    const other = source.kind === 'component' ? this.#boxes.get(source.id) : undefined
    if (other !== undefined) return other
    const box = this.#addBox(
      drawBox(this.drawing, {
        id: `d${this.#boxes.size}x${this.frames.length}x${index}`,
        kind: 'plug',
        title: nameSource(source),
        lines: ['dependency', ...unread(dependency)],
        contents,
      }),
    )
    const names = [...new Set(box.opens.map((open) => open.name))]
    const lines = hostLines(names, component, inherits)
    this.#addOpen(box, names, 'host', 'offered by the host', lines)
    return box
  }

  addTrigger(trigger: GraphTrigger): void {
    const node = this.#add(this.drawing.node('trigger', nameTrigger(trigger)))
    if (trigger.staticStatus !== null) {
      const response = this.#add(
        this.drawing.node('static', 'static response', [String(trigger.staticStatus)]),
      )
      this.drawing.connect(node.id, response.id, 'runs')
    }
    for (const { role, component } of trigger.runs) {
      const box = this.#boxes.get(component) ?? this.#missingComponent(component)
      const handler = (box.exports ?? []).find((name) => handlers.test(name)) ?? null
      const label = role === 'component' ? [] : [clip(role, 40)]
      for (const to of box.provides(handler)) this.drawing.connect(node.id, to, 'runs', role, label)
    }
  }

  /** Says how many are not drawn. */
  addRest(count: number, what: string): void {
    if (count > 0) this.#add(this.drawing.node('static', `and ${count} more ${what}`))
  }

  #missingComponent(id: string): Box {
    const node = this.drawing.node('missing', clip(id), ['there is no such component'])
    const box = this.#addBox({ node, provides: () => [node.id], opens: [], exports: [] })
    this.#boxes.set(id, box)
    return box
  }

  #addHost(box: Box, component: GraphComponent): void {
    const names = component.imports.filter(({ from }) => from === 'host').map(({ name }) => name)
    this.#addOpen(box, names, 'host', 'offered by the host', hostLines(names, component, true))
  }

  /** What stays open, as one node that all lead to who need something of it. */
  #addOpen(
    box: Box,
    names: readonly string[],
    kind: 'host' | 'missing',
    title: string,
    lines: readonly (PictureLine | string)[],
  ): void {
    const open = new Set(names)
    const users = box.opens.filter(({ name }) => open.has(name))
    if (users.length === 0) return
    const target = this.#add(this.drawing.node(kind, title, clipLines(lines)))
    const isShared = new Set(users.map(({ node }) => node)).size > 1
    for (const { node, name } of users) {
      if (isShared) this.drawing.connect(node, target.id, kind, name, [clip(shortName(name), 30)])
      else this.drawing.connect(node, target.id, kind)
    }
  }

  #addBox(box: Box): Box {
    if (box.node !== undefined) this.nodes.push(box.node)
    if (box.frame !== undefined) this.frames.push(box.frame)
    return box
  }

  #add(node: PictureNode): PictureNode {
    this.nodes.push(node)
    return node
  }
}

function hostLines(names: readonly string[], { grants }: GraphComponent, isGranted: boolean): PictureLine[] {
  return groupNames(names).flatMap((group) => {
    const granted = isGranted ? nameGrants(group.names, grants) : []
    return [
      { text: clip(group.title, 60) },
      ...granted.map((text) => ({ text: clip(text, 60), isGrant: true })),
    ]
  })
}

/** Of what is not in the folder, the source says so. */
function unread({ source, contents }: Pick<GraphComponent, 'source' | 'contents'>): string[] {
  return source.kind === 'file' && contents === null ? [nameUnread(source)] : []
}

function clipLines(lines: readonly (PictureLine | string)[]): (PictureLine | string)[] {
  if (lines.length <= limits.lines) return [...lines]
  return [...lines.slice(0, limits.lines - 1), `and ${lines.length - limits.lines + 1} more`]
}
