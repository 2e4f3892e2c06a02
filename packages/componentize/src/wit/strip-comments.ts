import type { WitFiles } from '@wasm-airlock/shared'

/** A comment to the end of its line, or where a block comment begins or ends; those nest. */
const marks = /\/\/[^\n]*|\/\*|\*\//g

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
  const scanner = new RegExp(marks)
  for (let found = scanner.exec(text); found !== null; found = scanner.exec(text)) {
    const [mark] = found
    const before = text.slice(at, found.index)
    kept += depth === 0 ? before : newlines(before)
    at = scanner.lastIndex
    if (mark === '/*') {
      if (depth === 0) kept += ' '
      depth += 1
    } else if (mark === '*/') {
      if (depth === 0) kept += mark
      else depth -= 1
    } else if (depth > 0) {
      // Two slashes inside of a block comment mean nothing; what follows them may end it.
      at = scanner.lastIndex = found.index + 2
    }
  }
  return kept + (depth === 0 ? text.slice(at) : '')
}

function newlines(text: string): string {
  return text.replace(/[^\n]/g, '')
}
