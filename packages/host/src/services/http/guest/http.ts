import type { InstanceContext } from '../../../guest/instance-context.ts'
import type { Interface } from '../../../guest/wasi.ts'
import { FutureTrailers, IncomingBody, OutgoingBody } from './bodies.ts'
import { Fields } from './fields.ts'
import { IncomingRequest, OutgoingResponse, ResponseOutparam } from './incoming.ts'
import {
  createOutgoingHandler,
  FutureIncomingResponse,
  IncomingResponse,
  OutgoingRequest,
  RequestOptions,
} from './outgoing.ts'

/** Sets the largest body, in bytes, that a guest of this worker may send in either direction. */
export function limitBodies(maxBytes: number): void {
  OutgoingResponse.limit = maxBytes
  OutgoingRequest.limit = maxBytes
}

/** `wasi:http` with buffered bodies. */
export function createHttp(context: InstanceContext): Record<string, Interface> {
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
    'wasi:http/outgoing-handler': { handle: createOutgoingHandler(context) },
  }
}
