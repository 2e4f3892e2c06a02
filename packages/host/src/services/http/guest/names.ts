import { MAX_METHOD_LENGTH } from '../calls.ts'
import { isToken } from '../http-syntax.ts'

/** `wasi:http/types#method`. */
export type Method = { readonly tag: string; readonly val?: string }
/** `wasi:http/types#scheme`. */
export type Scheme = { readonly tag: 'HTTP' | 'HTTPS' } | { readonly tag: 'other'; readonly val: string }

const METHODS = new Set(['get', 'head', 'post', 'put', 'delete', 'connect', 'options', 'trace', 'patch'])

/** `POST` → the variant. */
export function fromMethod(name: string): Method {
  const tag = name.toLowerCase()
  return METHODS.has(tag) && name === name.toUpperCase() ? { tag } : { tag: 'other', val: name }
}

/** The variant → `POST`; `undefined` where it is no method. */
export function toMethod(method: Method): string | undefined {
  const name = method.tag === 'other' ? (method.val ?? '') : method.tag.toUpperCase()
  return isToken(name) && name.length <= MAX_METHOD_LENGTH ? name : undefined
}

/** The variant → `https`; the default where the guest gave none. */
export function toScheme(scheme: Scheme | undefined): string {
  if (scheme === undefined) return 'https'
  return scheme.tag === 'other' ? scheme.val.toLowerCase() : scheme.tag.toLowerCase()
}
