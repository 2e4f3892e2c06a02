import {
  HttpError,
  type HttpRequest,
  type HttpResponse,
  makeErrorResponse,
  makeJsonResponse,
  makeResponse,
} from './http.ts'
import { type PromptServices, runPrompt } from './prompt.ts'
import { readPrompt } from './request.ts'

/** The web page of the application, made at build time. */
export interface Page {
  readonly html: string
  readonly contentSecurityPolicy: string
}

type Handler = (request: HttpRequest, services: PromptServices, page: Page) => HttpResponse

const showPage: Handler = (_, __, page) =>
  makeResponse(200, 'text/html', page.html, page.contentSecurityPolicy)

const routes: Readonly<Record<string, Readonly<Record<string, Handler>>>> = {
  '/': {
    GET: showPage,
    HEAD: showPage,
    POST: (request, services) =>
      makeResponse(200, 'text/plain', runPrompt(readPrompt(request, 'text'), services).result),
  },
  '/api/prompt': {
    POST: (request, services) => makeJsonResponse(200, runPrompt(readPrompt(request, 'json'), services)),
  },
}

/**
 * Serves one request.
 *
 * @param services The untrusted component and the language model.
 * @param page What `GET /` answers.
 * @returns A response for every request; its body is to be left out for `HEAD`.
 */
export function handleRequest(request: HttpRequest, services: PromptServices, page: Page): HttpResponse {
  try {
    return findHandler(request)(request, services, page)
  } catch (error) {
    if (error instanceof HttpError) return makeErrorResponse(error)
    return makeErrorResponse(new HttpError(500, 'internal-error', 'The application failed.'))
  }
}

function findHandler(request: HttpRequest): Handler {
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
