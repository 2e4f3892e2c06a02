import { parse, type ValueNode } from '@humanwhocodes/momoa'
import {
  DocumentBuilder,
  MAX_DEPTH,
  makeTable,
  type Path,
  type Place,
  type PolicyDocument,
  policyInvalid,
} from './document.ts'

/** @throws AirlockError `policy-invalid`, with its line, where the text is no JSON or names a key twice. */
export function readJson(text: string): PolicyDocument {
  const { body } = parseText(text)
  const document = new DocumentBuilder()
  if (body.type !== 'Object') {
    throw policyInvalid('a policy is an object', { place: placeOf(body), hint: 'Write {"allow": []}.' })
  }
  addMembers(document, [], body)
  return document
}

function parseText(text: string) {
  try {
    return parse(text, { mode: 'json' })
  } catch (cause) {
    if (cause instanceof RangeError) throw policyInvalid('no JSON that a policy needs: too large', { cause })
    if (!(cause instanceof Error)) throw cause
    const place = isPlace(cause) ? { line: cause.line, column: cause.column } : undefined
    throw policyInvalid(`no JSON: ${cause.message}`, { place, cause })
  }
}

function isPlace(value: object): value is Place {
  return 'line' in value && 'column' in value
}

type ObjectNode = Extract<ValueNode, { type: 'Object' }>

function addMembers(document: DocumentBuilder, path: Path, { members }: ObjectNode): void {
  const seen = new Set<string>()
  for (const { name, value } of members) {
    const key = name.type === 'String' ? name.value : name.name
    const place = placeOf(name)
    if (seen.has(key)) throw policyInvalid(`the key \`${key}\` stands there twice`, { place, item: key })
    seen.add(key)
    addValue(document, [...path, key], value, place)
  }
}

function addValue(document: DocumentBuilder, path: Path, node: ValueNode, place: Place): void {
  if (path.length > MAX_DEPTH) {
    document.set(path, null, place)
  } else if (node.type === 'Object') {
    document.set(path, makeTable(), place)
    addMembers(document, path, node)
  } else if (node.type === 'Array') {
    document.set(path, [], place)
    for (const [index, { value }] of node.elements.entries())
      addValue(document, [...path, index], value, placeOf(value))
  } else {
    document.set(path, 'value' in node ? node.value : null, place)
  }
}

function placeOf({ loc: { start } }: { loc: { start: Place } }): Place {
  return { line: start.line, column: start.column }
}
