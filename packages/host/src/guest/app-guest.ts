import type { BodyCarrier } from '../services/http/guest/body-sink.ts'
import {
  type Answer,
  IncomingRequest,
  OutgoingResponse,
  type ReceivedRequest,
  ResponseOutparam,
} from '../services/http/guest/incoming.ts'
import { explainFailure, type Failure, type GrowthLimits } from './failure.ts'
import type { GuestScope } from './instance-context.ts'
import type { InstancePool, Lease } from './pool.ts'

/** What the host is told of a request. */
export interface RequestEvents {
  /** Takes the response, with its body as it comes. */
  respond(status: number, headers: [string, string][]): BodyCarrier
  fail(failure: Failure): void
}

const HANDLER = 'incomingHandler'

/**
 * Hands one request to an instance in its initial state; calls exactly one of the two events first, and
 * `fail` perhaps once more where the guest fails after it has answered.
 *
 * @returns Is its instance kept, to be put back into its initial state?
 */
export async function runRequest(
  pool: InstancePool,
  scope: GuestScope,
  request: ReceivedRequest,
  limits: GrowthLimits,
  events: RequestEvents,
): Promise<boolean> {
  let lease: Lease | undefined
  let isFit = false
  let answer: Answer | undefined
  const outparam = ResponseOutparam.of((given) => {
    if (answer !== undefined) return
    answer = given
    if (given.tag === 'ok') OutgoingResponse.deliver(given.val, events.respond)
    else events.fail({ kind: 'trapped', message: `the application answered with the error ${given.val.tag}` })
  })
  try {
    lease = await pool.take(scope)
    const { handle } = (lease.instance.exports as Record<string, { handle: Handle }>)[HANDLER] as {
      handle: Handle
    }
    await handle(IncomingRequest.of(request), outparam)
    // Assigned in a callback, which the compiler does not see.
    const given = answer as Answer | undefined
    if (given === undefined)
      events.fail({ kind: 'trapped', message: 'the application returned without an answer' })
    else if (given.tag === 'ok' && !OutgoingResponse.isComplete(given.val)) {
      events.fail({ kind: 'trapped', message: 'the application did not finish the body of its answer' })
    } else isFit = given.tag === 'ok'
  } catch (error) {
    events.fail(explainFailure(error, limits, lease?.instance))
  }
  return lease?.end(isFit) ?? false
}

type Handle = (request: IncomingRequest, outparam: ResponseOutparam) => Promise<void>
