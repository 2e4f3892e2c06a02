import { FutureTrailers, IncomingBody, OutgoingBody } from './http-bodies.ts'
import { Fields } from './http-fields.ts'
import { IncomingRequest, OutgoingResponse, ResponseOutparam } from './http-incoming.ts'
import {
  createOutgoingHandler,
  type Fetch,
  FutureIncomingResponse,
  IncomingResponse,
  OutgoingRequest,
  RequestOptions,
} from './http-outgoing.ts'
import type { Interface } from './wasi.ts'

/** Sets the largest body, in bytes, that a guest of this worker may send in either direction. */
export function limitBodies(maxBytes: number): void {
  OutgoingResponse.limit = maxBytes
  OutgoingRequest.limit = maxBytes
}

/**
 * `wasi:http` with buffered bodies.
 *
 * @param fetch Hands a request to the host.
 */
export function createHttp(fetch: Fetch): Record<string, Interface> {
  return {
    'wasi:http/types': {
      Fields,
      FutureIncomingResponse,
      FutureTrailers,
      IncomingBody,
      IncomingRequest,
      IncomingResponse,
      OutgoingBody,
      OutgoingRequest,
      OutgoingResponse,
      RequestOptions,
      ResponseOutparam,
      httpErrorCode: () => undefined,
    },
    'wasi:http/outgoing-handler': { handle: createOutgoingHandler(fetch) },
  }
}
