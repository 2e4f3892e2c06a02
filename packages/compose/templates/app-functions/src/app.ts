import { parseJson, readBodyText } from '@wasm-airlock/spin-app-template/src/body.ts'
import {
  HttpError,
  type HttpRequest,
  type HttpResponse,
  makeJsonResponse,
  makeResponse,
} from '@wasm-airlock/spin-app-template/src/http.ts'
import { serveRoutes } from '@wasm-airlock/spin-app-template/src/routes.ts'
import { functions } from './functions.ts'
import { exampleOf, fromJson, MismatchError, toJson } from './json-values.ts'
import type { OfferedFunction } from './shape.ts'

/** The functions of the component by the path at which they are offered. */
export type Calls = Readonly<Record<string, (...args: never[]) => unknown>>

const form = {
  mediaType: 'application/json',
  example: 'content-type: application/json, and a list with one value a parameter',
}

/** What `GET /` answers. */
export const usage = `POST the arguments of a function as a JSON list, and its result comes back as JSON:

${functions
  .map(({ path, signature, params }) => {
    const [full, bare] = [false, true].map((isBare) =>
      JSON.stringify(params.map(([, type]) => exampleOf(type, isBare))),
    )
    return `${path}\n  ${signature}\n  for example ${full}\n${bare === full ? '' : `  or ${bare}\n`}`
  })
  .join('\n')}`

/**
 * Serves one request.
 *
 * @param calls The functions of the component.
 * @returns A response for every request; its body is to be left out for `HEAD`.
 */
export function handleRequest(request: HttpRequest, calls: Calls): HttpResponse {
  const showUsage = () => makeResponse(200, 'text/plain', usage)
  const offered = functions.map((func) => [
    func.path,
    { POST: () => makeJsonResponse(200, call(func, calls, parseJson(readBodyText(request, form)))) },
  ])
  return serveRoutes(request, { ...Object.fromEntries(offered), '/': { GET: showUsage, HEAD: showUsage } })
}

function call(func: OfferedFunction, calls: Calls, given: unknown): unknown {
  const args = readArguments(func, given)
  const target = calls[func.path] as ((...args: unknown[]) => unknown) | undefined
  if (target === undefined) throw new Error(`the component has no function for ${func.path}`)
  try {
    const value = target(...args)
    return func.returns === null ? null : toJson(func.returns, value)
  } catch (error) {
    if (func.fails === undefined || !hasPayload(error)) throw error
    const value = func.fails === null ? null : toJson(func.fails, error.payload)
    throw new HttpError(422, 'function-returned-error', JSON.stringify(value))
  }
}

function readArguments({ params, signature }: OfferedFunction, given: unknown): unknown[] {
  if (!Array.isArray(given) || given.length !== params.length)
    throw new HttpError(400, 'arguments-invalid', `Send a list with one value a parameter of ${signature}.`)
  try {
    return params.map(([name, type], index) => fromJson(type, given[index], name))
  } catch (error) {
    if (error instanceof MismatchError) throw new HttpError(400, 'arguments-invalid', `${error.message}.`)
    throw error
  }
}

/** How the engine throws the error of a `result`. */
function hasPayload(error: unknown): error is { readonly payload: unknown } {
  return typeof error === 'object' && error !== null && 'payload' in error
}
