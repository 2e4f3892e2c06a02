import type { AppGraph } from './app-graph.ts'
import { buildPicture } from './build-picture.ts'
import { drawSvg } from './draw-svg.ts'
import { formatDot } from './format-dot.ts'
import { formatMermaid } from './format-mermaid.ts'
import { formatText } from './format-text.ts'

/** Forms that an application can be shown in. */
export const graphFormats = ['text', 'mermaid', 'dot', 'svg'] as const

/** A tree for terminals, a flowchart of Mermaid, the language of Graphviz, or a drawing of its own. */
export type GraphFormat = (typeof graphFormats)[number]

/**
 * Shows how an application is put together. Names of strangers are escaped for the format and shortened, and what
 * is too much for a picture is counted instead.
 *
 * @param graph As {@link readGraph} reads it.
 * @returns Text that ends with a newline. An `svg` is complete in itself: no script, no link, for light and dark.
 *
 * @example
 * await writeFile('app.svg', await formatGraph(await readGraph('my-app'), 'svg'))
 */
export async function formatGraph(graph: AppGraph, format: GraphFormat): Promise<string> {
  if (format === 'text') return formatText(graph)
  const picture = buildPicture(graph)
  if (format === 'mermaid') return formatMermaid(picture)
  return format === 'dot' ? formatDot(picture) : drawSvg(picture)
}
