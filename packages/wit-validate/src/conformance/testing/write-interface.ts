import type { Definition, Func, Interface, Type } from './random-interface.ts'

/** The body of the interface as WIT. */
export function toWit({ definitions, functions }: Interface): string {
  return [
    ...definitions.map(definitionToWit),
    ...functions.map(({ name, params, result }) => {
      const list = params.map((param) => `${param.name}: ${typeToWit(param.type)}`).join(', ')
      return `${name}: func(${list})${result === null ? '' : ` -> ${typeToWit(result)}`};`
    }),
  ].join('\n')
}

function definitionToWit({ name, kind, entries }: Definition): string {
  const list = entries.map(({ name: entry, type }) => {
    if (type === null) return entry
    return kind === 'record' ? `${entry}: ${typeToWit(type)}` : `${entry}(${typeToWit(type)})`
  })
  return `${kind} ${name} { ${list.join(', ')} }`
}

function typeToWit(type: Type | null): string {
  if (type === null) return '_'
  if (!('items' in type)) return type.name
  if (type.kind === 'result' && type.items[1] === null) {
    return type.items[0] === null ? 'result' : `result<${typeToWit(type.items[0])}>`
  }
  return `${type.kind}<${type.items.map(typeToWit).join(', ')}>`
}

/** The type of an instance that has the interface, in the text format. */
export function toWat({ definitions, functions }: Interface): string {
  return `(instance
    ${definitions.map(definitionToWat).join('\n    ')}
    ${functions.map(functionToWat).join('\n    ')})`
}

function definitionToWat({ name, kind, entries }: Definition): string {
  const list = entries.map(({ name: entry, type }) => {
    if (kind === 'record') return `(field "${entry}" ${typeToWat(type)})`
    if (kind === 'variant') return `(case "${entry}"${type === null ? '' : ` ${typeToWat(type)}`})`
    return `"${entry}"`
  })
  return `(type $${name}-plain (${kind} ${list.join(' ')})) (export "${name}" (type $${name} (eq $${name}-plain)))`
}

function functionToWat({ name, params, result }: Func): string {
  const list = params.map((param) => ` (param "${param.name}" ${typeToWat(param.type)})`).join('')
  return `(export "${name}" (func${list}${result === null ? '' : ` (result ${typeToWat(result)})`}))`
}

function typeToWat(type: Type | null): string {
  if (type === null) return ''
  if (!('items' in type)) return type.kind === 'named' ? `$${type.name}` : type.name
  if (type.kind !== 'result') return `(${type.kind} ${type.items.map(typeToWat).join(' ')})`
  const [ok, error] = type.items
  return `(result${ok === null ? '' : ` ${typeToWat(ok)}`}${error === null ? '' : ` (error ${typeToWat(error)})`})`
}
