import { type AST, ParseError, parseTOML } from 'toml-eslint-parser'
import {
  DocumentBuilder,
  MAX_DEPTH,
  makeTable,
  type Path,
  type Place,
  type PolicyDocument,
  policyInvalid,
} from './document.ts'

/** @throws AirlockError `policy-invalid`, with its line, where the text is no TOML. */
export function readToml(text: string): PolicyDocument {
  const document = new DocumentBuilder()
  for (const node of parse(text).body[0].body) {
    if (node.type === 'TOMLKeyValue') addKeyValue(document, [], node)
    else addTable(document, node)
  }
  return document
}

function parse(text: string): AST.TOMLProgram {
  try {
    return parseTOML(text, { tomlVersion: '1.0' })
  } catch (cause) {
    if (cause instanceof ParseError) {
      const place = { line: cause.lineNumber, column: cause.column + 1 }
      throw policyInvalid(`no TOML: ${cause.message}`, { place, cause })
    }
    if (cause instanceof RangeError) throw policyInvalid('no TOML that a policy needs: too large', { cause })
    throw cause
  }
}

function addTable(document: DocumentBuilder, { key, resolvedKey, kind, body }: AST.TOMLTable): void {
  const place = placeOf(key)
  if (kind === 'array') {
    const item = resolvedKey.slice(0, -1).join('.')
    throw policyInvalid(`\`[[${item}]]\`: nothing in a policy is a list of tables`, { place, item })
  }
  const path = cut(resolvedKey)
  document.set(path, makeTable(), place)
  for (const entry of body) addKeyValue(document, path, entry)
}

function addKeyValue(document: DocumentBuilder, table: Path, { key, value }: AST.TOMLKeyValue): void {
  const names = key.keys.map((part) => (part.type === 'TOMLBare' ? part.name : part.value))
  addValue(document, cut([...table, ...names]), value, placeOf(key))
}

/** A path of a stranger's length, of which one step more than there may be says that it is too deep. */
function cut(path: Path): Path {
  return path.slice(0, MAX_DEPTH + 1)
}

function addValue(document: DocumentBuilder, path: Path, node: AST.TOMLContentNode, place: Place): void {
  if (path.length > MAX_DEPTH) {
    document.set(path, null, place)
  } else if (node.type === 'TOMLValue') {
    document.set(path, node.value, place)
  } else if (node.type === 'TOMLArray') {
    document.set(path, [], place)
    for (const [index, item] of node.elements.entries())
      addValue(document, [...path, index], item, placeOf(item))
  } else {
    document.set(path, makeTable(), place)
    for (const entry of node.body) addKeyValue(document, path, entry)
  }
}

function placeOf({ loc: { start } }: AST.TOMLNode): Place {
  return { line: start.line, column: start.column + 1 }
}
