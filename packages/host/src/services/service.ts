import type { z } from '../schema.ts'

/** One thing that a guest can ask its host for; both sides check what comes from the other. */
export interface Operation<Args, Answer> {
  /** Service and function: `llm.infer`. */
  readonly name: string
  readonly args: z.ZodType<Args>
  readonly answer: z.ZodType<Answer>
}

/**
 * Declares an operation. Bytes go beside arguments and answer, as payload.
 *
 * @param name Service and function: `llm.infer`.
 * @param args What a guest may say; what does not fit ends its worker.
 * @param answer What the host says.
 */
export function defineOperation<Args, Answer>(
  name: string,
  args: z.ZodType<Args>,
  answer: z.ZodType<Answer>,
): Operation<Args, Answer> {
  return { name, args, answer }
}
