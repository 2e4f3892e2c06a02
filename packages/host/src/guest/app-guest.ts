import type { BodyCarrier } from '../services/http/guest/body-sink.ts'
import {
  type Answer,
  IncomingRequest,
  OutgoingResponse,
  type ReceivedRequest,
  ResponseOutparam,
} from '../services/http/guest/incoming.ts'
import type { Component, Instance } from './component.ts'
import { explainFailure, type Failure } from './failure.ts'
import type { Interface } from './wasi.ts'

/** What the host is told of a request. */
export interface RequestEvents {
  /** Takes the response, with its body as it comes. */
  respond(status: number, headers: [string, string][]): BodyCarrier
  fail(failure: Failure): void
}

const HANDLER = 'incomingHandler'

/**
 * Hands one request to a fresh instance; calls exactly one of the two events first, and `fail` perhaps
 * once more where the guest fails after it has answered.
 *
 * @param imports What is linked; made anew for each instance.
 */
export async function runRequest(
  component: Component,
  imports: Readonly<Record<string, Interface>>,
  request: ReceivedRequest,
  maxMemoryBytes: number,
  events: RequestEvents,
): Promise<void> {
  let instance: Instance | undefined
  let answer: Answer | undefined
  const outparam = ResponseOutparam.of((given) => {
    if (answer !== undefined) return
    answer = given
    if (given.tag === 'ok') OutgoingResponse.deliver(given.val, events.respond)
    else events.fail({ kind: 'trapped', message: `the application answered with the error ${given.val.tag}` })
  })
  try {
    instance = await component.instantiate(imports)
    const { handle } = (instance.exports as Record<string, { handle: Handle }>)[HANDLER] as { handle: Handle }
    await handle(IncomingRequest.of(request), outparam)
    // Assigned in a callback, which the compiler does not see.
    const given = answer as Answer | undefined
    if (given === undefined)
      events.fail({ kind: 'trapped', message: 'the application returned without an answer' })
    else if (given.tag === 'ok' && !OutgoingResponse.isComplete(given.val)) {
      events.fail({ kind: 'trapped', message: 'the application did not finish the body of its answer' })
    }
  } catch (error) {
    events.fail(explainFailure(error, maxMemoryBytes, instance))
  }
}

type Handle = (request: IncomingRequest, outparam: ResponseOutparam) => Promise<void>
