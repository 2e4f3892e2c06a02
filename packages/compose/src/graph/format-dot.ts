import { type Colour, light } from './palette.ts'
import type { NodeKind, Picture, PictureEdge, PictureFrame, PictureLine, PictureNode } from './picture.ts'

interface Look {
  readonly fill: Colour
  readonly line: Colour
  readonly ink: Colour
  readonly quiet: Colour
  readonly style?: 'dashed'
}

const looks: Readonly<Record<NodeKind, Look>> = {
  trigger: { fill: 'accent', line: 'accent', ink: 'onAccent', quiet: 'onAccent' },
  static: { fill: 'ground', line: 'line', ink: 'quiet', quiet: 'quiet' },
  component: { fill: 'surface', line: 'accent', ink: 'ink', quiet: 'quiet' },
  plug: { fill: 'plugGround', line: 'plug', ink: 'plug', quiet: 'quiet', style: 'dashed' },
  host: { fill: 'ground', line: 'line', ink: 'quiet', quiet: 'ink' },
  missing: { fill: 'problemGround', line: 'problem', ink: 'problem', quiet: 'ink', style: 'dashed' },
}

const edgeLooks: Readonly<Record<PictureEdge['kind'], { line: Colour; ink: Colour; style: string }>> = {
  runs: { line: 'accent', ink: 'accent', style: 'solid' },
  uses: { line: 'plug', ink: 'ink', style: 'solid' },
  host: { line: 'quiet', ink: 'quiet', style: 'dashed' },
  missing: { line: 'problem', ink: 'problem', style: 'dashed' },
}

/** From as many on, Graphviz is not to look for the best places, which can take it many seconds. */
const manyEdges = 60

/** Between an edge and its label. */
const gap = '\u00a0\u00a0'

/**
 * A picture in the language of Graphviz. Names of its nodes are our own; names of strangers stand in labels only, as
 * the entities of XML.
 */
export function formatDot({ nodes, frames, edges }: Picture): string {
  const lines = [
    'digraph application {',
    ...(edges.length > manyEdges ? ['  mclimit=0.3; nslimit=1; nslimit1=1; maxiter=50'] : []),
    '  rankdir=TB; bgcolor=transparent; pad=0.3; nodesep=0.35; ranksep=0.38; compound=true',
    '  node [shape=box, fontname="Arial", fontsize=13, margin="0.17,0.1", penwidth=1.4]',
    '  edge [fontname="Arial", fontsize=10, arrowsize=0.75, penwidth=1.3]',
    ...nodes.map((node) => `  ${writeNode(node)}`),
    ...frames.flatMap((frame) => writeFrame(frame, edges, '  ')),
    ...edges
      .filter((edge) => !frames.some((frame) => isWithin(edge, frame)))
      .map((edge) => `  ${writeEdge(edge, headOf(edge, frames))}`),
    '}',
  ]
  return `${lines.join('\n')}\n`
}

function writeNode({ id, kind, title, lines }: PictureNode): string {
  const { fill, line, ink, quiet, style } = looks[kind]
  const styles = ['rounded', 'filled', ...(style === undefined ? [] : [style])].join(',')
  const label = writeLabel(
    title,
    lines,
    ink,
    quiet,
    kind === 'host' || kind === 'missing' ? 'left' : 'center',
  )
  return `${id} [label=${label}, style="${styles}", fillcolor="${light(fill)}", color="${light(line)}"]`
}

/** Edges between nodes of a frame stand in it, so that it is drawn around their labels too. */
function writeFrame(frame: PictureFrame, edges: readonly PictureEdge[], indent: string): string[] {
  const { id, kind, title, lines, nodes, frames } = frame
  const ink = kind === 'plug' ? 'plug' : 'ink'
  const deeper = `${indent}  `
  const own = edges.filter((edge) => isWithin(edge, frame))
  return [
    `${indent}subgraph cluster_${id} {`,
    `${deeper}label=${writeLabel(title, lines, ink, 'quiet', 'left')}; labeljust=l; margin=14; fontname="Arial"`,
    `${deeper}style="rounded,filled"; fillcolor="${light('frame')}"; color="${light('line')}"; penwidth=1.2`,
    ...nodes.map((node) => `${deeper}${writeNode(node)}`),
    ...frames.flatMap((each) => writeFrame(each, own, deeper)),
    ...own
      .filter((edge) => !frames.some((each) => isWithin(edge, each)))
      .map((edge) => `${deeper}${writeEdge(edge)}`),
    `${indent}}`,
  ]
}

function isWithin({ from, to }: PictureEdge, frame: PictureFrame): boolean {
  return holds(frame, from) && holds(frame, to)
}

/** What comes into a frame from a component ends at its border: its title stands above what is inside. */
function headOf({ from, to, kind }: PictureEdge, frames: readonly PictureFrame[]): string | undefined {
  if (kind !== 'uses') return undefined
  return frames.find((frame) => holds(frame, to) && !holds(frame, from))?.id
}

function holds({ nodes, frames }: PictureFrame, id: string): boolean {
  return nodes.some((node) => node.id === id) || frames.some((frame) => holds(frame, id))
}

/**
 * What flows between components stands in the middle of the edge, as a node of its own: Graphviz keeps those inside
 * of a frame, and labels of edges not.
 */
function writeEdge({ from, to, kind, lines }: PictureEdge, frame?: string): string {
  const { line, ink, style } = edgeLooks[kind]
  const look = `color="${light(line)}", style=${style}`
  const head = frame === undefined ? '' : `, lhead=cluster_${frame}`
  if (lines.length === 0) return `${from} -> ${to} [${look}${head}]`
  if (kind !== 'uses') {
    const rows = lines.map((text) => row(font(`${gap}${text}`, ink, 10), 'left'))
    return `${from} -> ${to} [${look}, label=${table(rows)}]`
  }
  const middle = `${from}_${to}`
  const label = table(lines.map((text) => row(font(text, ink, 10), 'center')))
  return [
    `${middle} [shape=plain, label=${label}]`,
    `${from} -> ${middle} [${look}, arrowhead=none]`,
    `${middle} -> ${to} [${look}${head}]`,
  ].join('; ')
}

function writeLabel(
  title: string,
  lines: readonly PictureLine[],
  ink: Colour,
  quiet: Colour,
  align: 'left' | 'center',
): string {
  const rows = lines.map(({ text, isGrant }) => row(font(text, isGrant ? 'accent' : quiet, 10), align))
  return table([row(font(title, ink, 13, true), align), ...rows])
}

function table(rows: readonly string[]): string {
  return `<<table border="0" cellborder="0" cellspacing="0" cellpadding="1">${rows.join('')}</table>>`
}

function row(content: string, align: 'left' | 'center'): string {
  return `<tr><td align="${align}">${content}</td></tr>`
}

function font(text: string, colour: Colour, size: number, isBold = false): string {
  const escaped = escapeXml(text) || ' '
  const content = isBold ? `<b>${escaped}</b>` : escaped
  return `<font point-size="${size}" color="${light(colour)}">${content}</font>`
}

/** Text for XML, also inside of attributes; a backslash means nothing any more. */
export function escapeXml(text: string): string {
  return text.replaceAll(/[&<>"'\\\uFFFE\uFFFF]/g, (character) => `&#${xmlCode(character)};`)
}

function xmlCode(character: string): number {
  const code = character.charCodeAt(0)
  return code >= 0xfffe ? 0xfffd : code
}
