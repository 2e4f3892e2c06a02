import type {
  AppGraph,
  GraphComponent,
  GraphContents,
  GraphDependency,
  GraphEnd,
  GraphLink,
  GraphPart,
  GraphSource,
  GraphTrigger,
} from './app-graph.ts'
import {
  clip,
  clipList,
  groupNames,
  nameApp,
  nameGrants,
  nameSource,
  nameTrigger,
  nameUnread,
} from './labels.ts'
import { printTree, type Tree } from './tree.ts'

/**
 * An application as a tree for a terminal: triggers, the components that they run, what those are composed of, what
 * each gets from whom, and what the host has to offer. Names of strangers are escaped and shortened.
 */
export function formatText(graph: AppGraph): string {
  const byId = new Map(graph.components.map((component) => [component.id, component]))
  const shown = new Set<string>()
  const show = (id: string, role = 'component'): Tree => {
    const before = role === 'component' ? '' : `${clip(role)}: `
    const component = byId.get(id)
    if (component === undefined) return leaf(`${before}${clip(id)}, which is not there`)
    if (shown.has(id)) return leaf(`${before}${clip(id)}, see above`)
    shown.add(id)
    return { text: `${before}${clip(id)}  (${nameSource(component.source)})`, below: insideOf(component) }
  }
  const triggers = graph.triggers.map((trigger) => ({
    text: triggerText(trigger),
    below: trigger.runs.map(({ role, component }) => show(component, role)),
  }))
  const idle = graph.components.filter(({ id }) => !shown.has(id)).map(({ id }) => show(id))
  const rest = idle.length === 0 ? [] : [{ text: 'without a trigger', below: idle }]
  return printTree({ text: nameApp(graph), below: [...triggers, ...rest] })
}

function triggerText(trigger: GraphTrigger): string {
  const { staticStatus } = trigger
  return staticStatus === null
    ? nameTrigger(trigger)
    : `${nameTrigger(trigger)}: a static response, ${staticStatus}`
}

function insideOf({ source, contents, dependencies, imports, grants }: GraphComponent): Tree[] {
  const byHost = imports.filter(({ from }) => from === 'host').map(({ name }) => name)
  const byNobody = imports.filter(({ from }) => from === 'nobody').map(({ name }) => name)
  return [
    ...composition(source, contents),
    ...branch('dependencies', dependencies.map(showDependency)),
    ...branch(
      'open, to be offered by the host',
      groupNames(byHost).map(({ title, names }) =>
        leaf(`${clip(title, 160)}${inBrackets(nameGrants(names, grants))}`),
      ),
    ),
    ...branch(
      'open, offered by nobody',
      byNobody.map((name) => leaf(clip(name))),
    ),
  ]
}

function inBrackets(texts: readonly string[]): string {
  return texts.length === 0 ? '' : ` (${texts.join('; ')})`
}

function composition(source: GraphSource, contents: GraphContents | null): Tree[] {
  if (contents === null) return [leaf(`not looked into: it is ${nameUnread(source)}`)]
  const { parts, exports, incomplete } = contents
  return [
    ...branch('composed of', showParts(parts)),
    ...branch(
      'exports',
      limit(exports.map((link) => leaf(parts.length === 0 ? clip(link.name) : linkText(link)))),
    ),
    ...(incomplete === null ? [] : [leaf(`only a part of it was read: ${clip(incomplete, 200)}`)]),
  ]
}

function showParts(parts: readonly GraphPart[]): Tree[] {
  return limit(
    parts.map((part) => {
      const fromParts = part.imports.filter((link) => !isOpen(link))
      const open = part.imports.filter(isOpen).map(({ name }) => name)
      const nothing = part.imports.length === 0 ? [leaf('imports nothing')] : []
      const outside = groupNames(open).map(({ title }) => leaf(`${clip(title, 160)} ← from outside`))
      return {
        text: clip(part.name),
        below: [
          ...limit(fromParts.map((link) => leaf(linkText(link)))),
          ...limit(outside),
          ...nothing,
          ...branch('composed of', showParts(part.parts)),
        ],
      }
    }),
  )
}

/** Does it come from nowhere but outside? */
function isOpen({ from }: GraphLink): boolean {
  return from.every((end) => end.from === 'import')
}

function showDependency({
  name,
  source,
  export: exported,
  satisfies,
  inherits,
  contents,
}: GraphDependency): Tree {
  const used = satisfies.length === 0 && contents !== null ? [leaf('nothing is imported of it')] : []
  const unread =
    source.kind === 'file' && contents === null ? [leaf(`not looked into: it is ${nameUnread(source)}`)] : []
  const shares = inherits ? [leaf('gets what the component is granted')] : []
  const imports = groupNames(contents?.imports ?? []).map(({ title }) => leaf(`imports ${clip(title, 160)}`))
  return {
    text: `${clip(name)} ← ${nameSource(source)}${exported === null ? '' : ` (${clip(exported)})`}`,
    below: [
      ...unread,
      ...used,
      ...shares,
      ...limit(imports),
      ...branch('composed of', showParts(contents?.parts ?? [])),
    ],
  }
}

function linkText({ name, from }: GraphLink): string {
  return `${clip(name)} ← ${clipList(
    from.map((end) => endText(end, name)),
    5,
  ).join(', ')}`
}

function endText(end: GraphEnd, name: string): string {
  if (end.from === 'own') return 'its own code'
  const exported = end.from === 'part' ? end.export : end.name
  const other = exported === null || exported === name ? '' : ` (${clip(exported)})`
  return `${end.from === 'part' ? clip(end.part) : 'from outside'}${other}`
}

function branch(text: string, below: readonly Tree[]): Tree[] {
  return below.length === 0 ? [] : [{ text, below }]
}

/** So that what a stranger composed of a thousand parts stays readable. */
function limit(trees: readonly Tree[], maximum = 60): Tree[] {
  if (trees.length <= maximum) return [...trees]
  return [...trees.slice(0, maximum - 1), leaf(`and ${trees.length - maximum + 1} more`)]
}

function leaf(text: string): Tree {
  return { text, below: [] }
}
