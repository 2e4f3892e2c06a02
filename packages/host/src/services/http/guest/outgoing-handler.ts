import type { Fields } from '../../../channels/messages.ts'
import type { AnswerOf } from '../../../guest/host-calls.ts'
import type { InstanceContext } from '../../../guest/instance-context.ts'
import { err, ok, type Result } from '../../../guest/result.ts'
import { type SendAnswer, send } from '../calls.ts'
import { type ErrorCode, toErrorCode } from '../error-codes.ts'
import type { BodyCarrier } from './body-sink.ts'
import { FutureIncomingResponse, type ReceivedResponse } from './incoming-response.ts'
import { OutgoingRequest, type RequestHead } from './outgoing-request.ts'
import { type RequestOptions, toTimeoutMs } from './request-options.ts'

type Outcome = Result<ReceivedResponse, ErrorCode>

/** Requests of one call that have no answer yet; the host ends a worker that asks for twice as many things at once. */
const MAX_PENDING = 128

/** `wasi:http/outgoing-handler#handle` over what the host does for the guest. */
export function createOutgoingHandler(context: InstanceContext) {
  const pendingOf = context.perCall(() => ({ count: 0 }))
  return (
    request: OutgoingRequest,
    options: RequestOptions | undefined,
  ): Result<FutureIncomingResponse, ErrorCode> => {
    const { ask, channels } = context.scope
    const timeouts = {
      connectTimeoutMs: toTimeoutMs(options?.connectTimeout()),
      firstByteTimeoutMs: toTimeoutMs(options?.firstByteTimeout()),
      betweenBytesTimeoutMs: toTimeoutMs(options?.betweenBytesTimeout()),
    }
    const pending = pendingOf()
    if (pending.count >= MAX_PENDING || !channels.reserve())
      return err(toErrorCode('connection-limit-reached'))
    pending.count += 1
    const { promise, resolve } = Promise.withResolvers<Outcome>()
    void promise.then(() => {
      pending.count -= 1
    })
    const carry = (head: RequestHead): BodyCarrier => {
      const wanted = { ...head, ...timeouts }
      return {
        whole: (bytes, trailers) => {
          channels.release()
          const args = trailers.length === 0 ? wanted : { ...wanted, trailers: pairs(trailers) }
          resolve(ask(send, args, bytes).then(toOutcome, over))
        },
        begin: (first) => {
          channels.release()
          const body = channels.open()
          // A guest that left its body open may have ended meanwhile.
          if (channels.isClosed) resolve(over())
          else resolve(ask(send, wanted, first, body.id).then(toOutcome, over))
          return body
        },
        abort: () => {
          channels.release()
          resolve(err(toErrorCode('HTTP-request-body-size')))
        },
      }
    }
    OutgoingRequest.deliver(request, carry)
    return ok(FutureIncomingResponse.of(promise))
  }
}

/** Nobody will ever see it. */
function over(): Outcome {
  return err(toErrorCode('internal-error', 'the call is over'))
}

function pairs(fields: Fields): [string, string][] {
  return fields.map(([name, value]) => [name, value])
}

function toOutcome({ answer, payload, receiver }: AnswerOf<SendAnswer>): Outcome {
  if (answer.tag === 'error') return err(toErrorCode(answer.code, answer.detail))
  const { status, headers, trailers } = answer
  return ok({ status, headers, body: { bytes: payload, trailers, receiver } })
}
