import type { OutboundRequested } from '../../observe/events.ts'
import type { Answered, HostCall } from '../broker.ts'
import type { SendAnswer, SendArgs } from './calls.ts'
import type { ErrorName } from './error-codes.ts'

/** Longer than any host of the internet; what a guest gives for one may be anything. */
const MAX_ORIGIN_LENGTH = 300

type Send = (args: SendArgs, call: HostCall) => Promise<Answered<SendAnswer>>

/** Serves as before, and tells those who observe of each request that a guest made. */
export function tellOfSends(serve: Send): Send {
  return async (args, call) => {
    const start = performance.now()
    const answered = await serve(args, call)
    const { method, scheme, authority } = args
    const { answer } = answered
    call.observe?.({
      type: 'outbound-requested',
      method,
      origin: `${scheme}://${authority}`.slice(0, MAX_ORIGIN_LENGTH),
      outcome: answer.tag === 'ok' ? 'ok' : outcomeOf(answer.code),
      ...(answer.tag === 'ok' ? { status: answer.status } : {}),
      durationMs: performance.now() - start,
    })
    return answered
  }
}

function outcomeOf(code: ErrorName): OutboundRequested['outcome'] {
  if (code === 'HTTP-request-denied' || code === 'destination-IP-prohibited') return 'denied'
  if (code.endsWith('timeout')) return 'timeout'
  return code.endsWith('-size') ? 'too-large' : 'failed'
}
