import { z } from 'zod'

/**
 * The schema of one `[[request]]` of a `cases.toml`: a request, what the scripted LLM replies, and what
 * must come of it.
 */
export const requestCaseSchema = z.strictObject({
  name: z.string().min(1).optional().describe('As reports show it; the method and the path when absent'),
  method: z
    .string()
    .regex(/^[A-Z]+$/, 'a method in capitals')
    .optional()
    .describe('GET when absent'),
  path: z.string().startsWith('/').optional().describe('With the query; `/` when absent'),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.string().optional(),
  llm: z
    .strictObject({ reply: z.string() })
    .optional()
    .describe('What the scripted LLM replies; `echo: ` and the whole prompt when absent'),
  expect: z.strictObject({
    status: z.int().min(100).max(599).optional().describe('200 when absent'),
    json: z.unknown().optional().describe('The body as JSON holds at least this'),
    text: z.string().optional().describe('The whole body as text'),
    prompt: z.string().optional().describe('What the LLM must have been asked'),
  }),
})

/** A request to an application with what must come of it. */
export type RequestCase = z.output<typeof requestCaseSchema>
