import { escapeXml, formatDot } from './format-dot.ts'
import { darkRules, light } from './palette.ts'
import type { Picture } from './picture.ts'

/**
 * Draws a picture with Graphviz, which is loaded for it. The result is one SVG without scripts, links or anything
 * else outside of it, with a title and a description, for light and dark.
 */
export async function drawSvg(picture: Picture): Promise<string> {
  const { Graphviz } = await import('@hpcc-js/wasm-graphviz')
  const graphviz = await Graphviz.load()
  return finishSvg(graphviz.layout(formatDot(picture), 'svg', 'dot'), picture)
}

/** The groups of frames: their titles go to the front, where no edge runs through them. */
const frames = /<g id="clust\d+" class="cluster">.*?<\/g>/gs
const halo = `stroke="${light('frame')}" stroke-width="5" paint-order="stroke"`

/** Takes off what names other documents, and our names of nodes; says what it is for those who do not see it. */
function finishSvg(drawn: string, { title, description }: Picture): string {
  const [, width = '0', height = '0', body = ''] =
    /<svg width="([\d.]+)pt" height="([\d.]+)pt"[^>]*>(.*)<\/svg>/s.exec(drawn) ?? []
  const shapes = body
    .replaceAll(/<!--.*?-->\n?/gs, '')
    .replaceAll(/<title>[^<]*<\/title>\n?/g, '')
    .trim()
  const titles = [...shapes.matchAll(frames)].flatMap(([frame]) => frame.match(/<text.*?<\/text>/gs) ?? [])
  const front = titles.map((text) => text.replace('<text', `<text ${halo}`)).join('\n')
  const shown = shapes
    .replaceAll(frames, (frame) => frame.replaceAll(/<text.*?<\/text>\n?/gs, ''))
    .replace(/<\/g>$/, () => `${front}\n</g>`)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title description">
<title id="title">${escapeXml(title)}</title>
<desc id="description">${escapeXml(description)}</desc>
<style>${styles()}</style>
<rect width="100%" height="100%" rx="10" fill="${light('surface')}"/>
${shown}
</svg>
`
}

function styles(): string {
  return `svg{color-scheme:light dark}text{font-family:Arial,"Liberation Sans",Helvetica,sans-serif}${darkRules()}`
}
