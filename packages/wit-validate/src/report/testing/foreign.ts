import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'

/**
 * For tests: Markdown as HTML, as GitHub makes it before it takes dangerous elements out. Nothing of a component may
 * need that.
 */
export function render(markdown: string): string {
  return micromark(markdown, {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  })
}

const OURS = new Set('h2 h3 p strong ul li code table thead tbody tr th td details summary'.split(' '))

/** For tests: what a component could have put into a page: elements that are not ours, and text outside of code. */
export function findForeign(markdown: string): string[] {
  const html = render(markdown).replace(/<code>[^<]*<\/code>/g, '')
  const elements = [...html.matchAll(/<\/?([^\s>]*)([^>]*)>/g)]
    .filter(([, name = '', attributes]) => !OURS.has(name) || attributes !== '')
    .map(([element]) => element)
  const text = html.replace(/<[^>]*>/g, '')
  return [...elements, ...(text.match(/@\w|#\d|:\w+:|:\/\/|www\.|[<>[\]{}*_$]|\p{C}(?<!\n)/gu) ?? [])]
}
