import type { ByteFlow } from '../channels/flow.ts'
import type { ObserveCall } from '../observe/events.ts'
import type { Operation } from './service.ts'

/** What comes with an operation that a guest asks for. */
export interface HostCall {
  /** Bytes beside the arguments. */
  readonly payload: Uint8Array
  /** The bytes beside the arguments, `payload` included, where they come in parts. */
  readonly input?: ByteFlow | undefined
  /** Ends with the call or request that the guest is on. */
  readonly signal: AbortSignal
  /** Takes what is of interest to logs, metrics and traces. */
  readonly observe?: ObserveCall | undefined
}

/** The answer to an operation, with bytes beside it. */
export interface Answered<Answer> {
  readonly answer: Answer
  readonly payload?: Uint8Array
  /** Instead of a payload: bytes that come in parts. What it throws becomes the reason of a reset. */
  readonly flow?: ByteFlow
}

/** What the broker of an operation answers. */
export type AnsweredBy<Op> = Op extends Operation<infer _, infer Answer> ? Answered<Answer> : never

/**
 * Serves one operation with arguments that are still to be checked. What it throws ends the worker: a
 * guest is told of what went wrong in an answer.
 */
export type Handler = (args: unknown, call: HostCall) => Promise<Answered<unknown>>

/** Handlers by the names of their operations. What is not there is not granted. */
export type Handlers = ReadonlyMap<string, Handler>

/** An entry of {@link Handlers}. */
export function serveOperation<Args, Answer>(
  operation: Operation<Args, Answer>,
  handle: (args: Args, call: HostCall) => Promise<Answered<Answer>>,
): readonly [name: string, handler: Handler] {
  return [operation.name, async (args, call) => handle(operation.args.parse(args), call)]
}
