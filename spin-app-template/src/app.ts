import { type HttpRequest, type HttpResponse, makeJsonResponse, makeResponse } from './http.ts'
import { type PromptServices, runPrompt } from './prompt.ts'
import { readPrompt } from './request.ts'
import { serveRoutes } from './routes.ts'

/** The web page of the application, made at build time. */
export interface Page {
  readonly html: string
  readonly contentSecurityPolicy: string
}

/**
 * Serves one request.
 *
 * @param services The untrusted component and the language model.
 * @param page What `GET /` answers.
 * @returns A response for every request; its body is to be left out for `HEAD`.
 */
export function handleRequest(request: HttpRequest, services: PromptServices, page: Page): HttpResponse {
  const showPage = () => makeResponse(200, 'text/html', page.html, page.contentSecurityPolicy)
  return serveRoutes(request, {
    '/': {
      GET: showPage,
      HEAD: showPage,
      POST: () => makeResponse(200, 'text/plain', runPrompt(readPrompt(request, 'text'), services).result),
    },
    '/api/prompt': {
      POST: () => makeJsonResponse(200, runPrompt(readPrompt(request, 'json'), services)),
    },
  })
}
