import type { NodeKind, Picture, PictureEdge, PictureFrame, PictureLine, PictureNode } from './picture.ts'

const shapes: Readonly<Record<NodeKind, readonly [string, string]>> = {
  trigger: ['([', '])'],
  static: ['[', ']'],
  component: ['[', ']'],
  plug: ['(', ')'],
  host: ['[[', ']]'],
  missing: ['{{', '}}'],
}

const arrows: Readonly<Record<PictureEdge['kind'], string>> = {
  runs: '==>',
  uses: '-->',
  host: '-.->',
  missing: '-.->',
}

/**
 * A picture as a flowchart of Mermaid, as Markdown of GitHub and others shows it. Names of its nodes are our own;
 * whatever could mean something stands in labels as an entity.
 */
export function formatMermaid({ title, nodes, frames, edges }: Picture): string {
  const lines = [
    'flowchart TB',
    `  accTitle: ${title.replaceAll(/[^\p{L}\p{N} ._/@-]/gu, ' ')}`,
    ...nodes.map((node) => `  ${writeNode(node)}`),
    ...frames.flatMap((frame) => writeFrame(frame, '  ')),
    ...edges.map((edge) => `  ${writeEdge(edge)}`),
    '  classDef plug stroke-dasharray: 5 3',
    ...classes([...nodes, ...frames.flatMap(allNodes)], 'plug'),
  ]
  return `${lines.join('\n')}\n`
}

function writeNode({ id, kind, title, lines }: PictureNode): string {
  const [open, close] = shapes[kind]
  return `${id}${open}${writeLabel(title, lines)}${close}`
}

function writeFrame({ id, title, lines, nodes, frames }: PictureFrame, indent: string): string[] {
  return [
    `${indent}subgraph ${id}["${[title, ...lines.map(({ text }) => text)].map(escapeMermaid).join(' · ')}"]`,
    ...nodes.map((node) => `${indent}  ${writeNode(node)}`),
    ...frames.flatMap((frame) => writeFrame(frame, `${indent}  `)),
    `${indent}end`,
  ]
}

function writeEdge({ from, to, kind, lines }: PictureEdge): string {
  const label = lines.length === 0 ? '' : `|"${lines.map(escapeMermaid).join('<br/>')}"|`
  return `${from} ${arrows[kind]}${label} ${to}`
}

function writeLabel(title: string, lines: readonly PictureLine[]): string {
  return `"${[title, ...lines.map(({ text }) => text)].map(escapeMermaid).join('<br/>')}"`
}

function classes(nodes: readonly PictureNode[], kind: NodeKind): string[] {
  const ids = nodes.filter((node) => node.kind === kind).map(({ id }) => id)
  return ids.length === 0 ? [] : [`  class ${ids.join(',')} ${kind}`]
}

function allNodes({ nodes, frames }: PictureFrame): PictureNode[] {
  return [...nodes, ...frames.flatMap(allNodes)]
}

/** Letters, digits and what is harmless between them stay; all else is an entity of Mermaid. */
function escapeMermaid(text: string): string {
  // An empty text is a syntax error.
  return (text || ' ').replaceAll(
    /[^\p{L}\p{M}\p{N} .,:/@_→·…-]/gu,
    (character) => `#${character.codePointAt(0)};`,
  )
}
