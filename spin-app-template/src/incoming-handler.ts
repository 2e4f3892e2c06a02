import {
  Fields,
  type IncomingRequest,
  type Method,
  OutgoingBody,
  OutgoingResponse,
  ResponseOutparam,
} from 'wasi:http/types@0.2.3'
import type { HttpRequest, HttpResponse } from './http.ts'

/**
 * `wasi:http/incoming-handler`: one instance serves one request.
 *
 * @param serve Answers a request; the body of its response is left out for `HEAD`.
 */
export function createIncomingHandler(serve: (request: HttpRequest) => HttpResponse) {
  return {
    handle(request: IncomingRequest, responseOut: ResponseOutparam): void {
      const method = methodName(request.method())
      const response = serve({
        method,
        path: request.pathWithQuery() ?? '/',
        header: (name) => headerOf(request, name),
        readBody: (limit) => readBody(request, limit),
      })
      respond(responseOut, response, method !== 'HEAD')
    },
  }
}

function methodName(method: Method): string {
  return method.tag === 'other' ? method.val : method.tag.toUpperCase()
}

function headerOf(request: IncomingRequest, name: string): string | undefined {
  const [value] = request.headers().get(name)
  return value === undefined ? undefined : new TextDecoder().decode(value)
}

/** Reads at most one byte more than the limit. */
function readBody(request: IncomingRequest, limit: number): Uint8Array | undefined {
  const stream = request.consume().stream()
  const chunks: Uint8Array[] = []
  let length = 0
  while (length <= limit) {
    try {
      const chunk = stream.blockingRead(BigInt(limit + 1 - length))
      chunks.push(chunk)
      length += chunk.length
    } catch (error) {
      if ((error as { payload?: { tag?: string } }).payload?.tag !== 'closed') throw error
      return joinChunks(chunks, length)
    }
  }
  return undefined
}

function joinChunks(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return bytes
}

/** The most that `blocking-write-and-flush` takes at once, in bytes. */
const writeLimit = 4096

/** The engine gives resources this method, under a symbol of its own making where the language has none yet. */
const dispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for('dispose')

function respond(responseOut: ResponseOutparam, response: HttpResponse, withBody: boolean): void {
  const encoder = new TextEncoder()
  const bytes = encoder.encode(withBody ? response.body : '')
  const headers = response.headers.map(([name, value]): [string, Uint8Array] => [name, encoder.encode(value)])
  if (withBody) headers.push(['content-length', encoder.encode(String(bytes.length))])

  const outgoing = new OutgoingResponse(Fields.fromList(headers))
  outgoing.setStatusCode(response.status)
  const body = outgoing.body()
  ResponseOutparam.set(responseOut, { tag: 'ok', val: outgoing })
  const stream = body.write()
  for (let offset = 0; offset < bytes.length; offset += writeLimit) {
    stream.blockingWriteAndFlush(bytes.subarray(offset, offset + writeLimit))
  }
  stream[dispose]()
  OutgoingBody.finish(body, undefined)
}
