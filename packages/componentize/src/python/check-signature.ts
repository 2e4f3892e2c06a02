import { AirlockError } from '@wasm-airlock/shared'
import { printSignature, type WitFunction } from '../wit/world-model.ts'
import type { PythonFunction } from './analysis.ts'
import { contradicts, pythonType } from './python-type.ts'

/**
 * Compares a function of the author with its signature in WIT: the number of parameters, and annotations
 * that can never hold. What a decorator returns is not known, so it is not compared.
 *
 * @throws AirlockError `function-signature-mismatch` with file and line.
 */
export function checkSignature(
  func: WitFunction,
  name: string,
  definition: PythonFunction,
  file: string,
): void {
  const reason = mismatchOf(func, definition)
  if (reason === undefined) return
  throw new AirlockError('function-signature-mismatch', `${file}:${definition.line}: ${name} ${reason}.`, {
    item: name,
    hint: `The WIT signature is \`${printSignature(func)}\`.`,
    details: { file, line: definition.line, wit: printSignature(func) },
  })
}

function mismatchOf(func: WitFunction, definition: PythonFunction): string | undefined {
  if (definition.async) return 'is async, but its WIT function is not'
  if (definition.decorated) return undefined
  const positional = definition.params.filter((param) => param.kind === 'positional')
  const required = positional.filter((param) => !param.optional).length
  const rest = definition.params.some((param) => param.kind === 'rest')
  const wanted = func.params.length
  if (wanted < required || (wanted > positional.length && !rest))
    return `takes ${positional.length} parameters, but its WIT function has ${wanted}`
  const keyword = definition.params.find((param) => param.kind === 'keyword' && !param.optional)
  if (keyword !== undefined) return `needs ${keyword.name} as a keyword, which no caller gives`
  for (const [index, type] of func.paramTypes.entries()) {
    const param = positional[index]
    if (param !== undefined && contradicts(param.annotation, type))
      return `takes ${param.name} as ${param.annotation}, but WIT gives ${pythonType(type)} (${type.text})`
  }
  if (contradicts(definition.returns, func.resultType))
    return `returns ${definition.returns}, but WIT wants ${pythonType(func.resultType)} (${func.result ?? 'no result'})`
  return undefined
}
