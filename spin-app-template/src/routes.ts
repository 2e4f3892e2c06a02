import { HttpError, type HttpRequest, type HttpResponse, makeErrorResponse } from './http.ts'

/** What answers a request. */
export type Handler = (request: HttpRequest) => HttpResponse

/** Handlers by path, then by method. */
export type Routes = Readonly<Record<string, Readonly<Record<string, Handler>>>>

/**
 * Serves one request by the handler of its path and method.
 *
 * @returns A response for every request; its body is to be left out for `HEAD`.
 */
export function serveRoutes(request: HttpRequest, routes: Routes): HttpResponse {
  try {
    return findHandler(request, routes)(request)
  } catch (error) {
    if (error instanceof HttpError) return makeErrorResponse(error)
    return makeErrorResponse(new HttpError(500, 'internal-error', 'The application failed.'))
  }
}

function findHandler(request: HttpRequest, routes: Routes): Handler {
  const [path = '/'] = request.path.split('?')
  const methods = Object.hasOwn(routes, path) ? routes[path] : undefined
  if (methods === undefined) throw new HttpError(404, 'not-found', 'There is nothing at this path.')
  const handler = Object.hasOwn(methods, request.method) ? methods[request.method] : undefined
  if (handler === undefined) {
    const allowed = Object.keys(methods).join(', ')
    throw new HttpError(405, 'method-not-allowed', `Only ${allowed} at this path.`, [['allow', allowed]])
  }
  return handler
}
