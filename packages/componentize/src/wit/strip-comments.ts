import type { WitFiles } from '@wasm-airlock/shared'

/** Where a comment begins: one to the end of its line, or a block. */
const BEGIN = /\/\/[^\n]*|\/\*/g
/** Where a block, or one inside of it, begins or ends; two slashes mean nothing there. */
const INSIDE = /\/\*|\*\//g

/**
 * Takes the comments out of a WIT package: build tools copy them into the code that they generate, where what a
 * stranger wrote could end the text that it is put into. WIT has no texts in quotes, so what looks like a comment is
 * one. Lines stay where they are.
 */
export function stripComments(files: WitFiles): WitFiles {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [path, path.endsWith('.wit') ? strip(text) : text]),
  )
}

function strip(text: string): string {
  let kept = ''
  let depth = 0
  let at = 0
  for (;;) {
    const marks = depth === 0 ? BEGIN : INSIDE
    marks.lastIndex = at
    const found = marks.exec(text)
    // A block without an end is refused by whoever reads it; it stays one.
    if (found === null) return kept + (depth === 0 ? text.slice(at) : '/*')
    const [mark] = found
    const before = text.slice(at, found.index)
    kept += depth === 0 ? before : newlines(before)
    // What stood on both sides stays apart: a carriage return, too, from the end of the line.
    if (depth === 0) kept += ' '
    if (mark === '/*') depth += 1
    else if (mark === '*/') depth -= 1
    at = marks.lastIndex
  }
}

function newlines(text: string): string {
  return text.replace(/[^\n]/g, '')
}
