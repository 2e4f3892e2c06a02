import type { InstanceContext } from '../../../guest/instance-context.ts'
import type { Interface } from '../../../guest/wasi.ts'
import { Fields } from './fields.ts'
import { httpErrorCode } from './http-error.ts'
import { IncomingRequest, OutgoingResponse, ResponseOutparam } from './incoming.ts'
import { FutureTrailers, IncomingBody } from './incoming-body.ts'
import { FutureIncomingResponse, IncomingResponse } from './incoming-response.ts'
import { OutgoingBody } from './outgoing-body.ts'
import { createOutgoingHandler } from './outgoing-handler.ts'
import { OutgoingRequest } from './outgoing-request.ts'
import { RequestOptions } from './request-options.ts'

/** Sets the largest body, in bytes, that a guest of this worker may send in either direction. */
export function limitBodies(maxBytes: number): void {
  OutgoingResponse.limit = maxBytes
  OutgoingRequest.limit = maxBytes
}

/** `wasi:http` with bodies and trailers as they come. */
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
      httpErrorCode,
    },
    'wasi:http/outgoing-handler': { handle: createOutgoingHandler(context) },
  }
}
