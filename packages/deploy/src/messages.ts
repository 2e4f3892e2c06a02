import { type ErrorCode, type ErrorJson, errorCodes, type StepName } from '@wasm-airlock/shared'
import { z } from 'zod'

/** The language model as the processes of a deployment are told; the key exists in messages and memory only. */
const llmSettingsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('echo') }),
  z.strictObject({
    kind: z.literal('openai'),
    url: z.string(),
    key: z.string().optional(),
    model: z.string().optional(),
  }),
])
export type LlmSettings = z.infer<typeof llmSettingsSchema>

const port = z.number().int().min(0).max(65_535)

const errorSchema = z.custom<ErrorJson>(
  (value) =>
    z
      .object({
        code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]),
        step: z.string().optional() as z.ZodType<StepName | undefined>,
        item: z.string().optional(),
        message: z.string(),
        hint: z.string(),
        details: z.record(z.string(), z.unknown()).optional(),
      })
      .safeParse(value).success,
)

/** From the command to the supervisor; from the supervisor to the application with the port of last time. */
export const startMessageSchema = z.strictObject({
  type: z.literal('start'),
  /** The folder of the deployment. */
  folder: z.string(),
  /** Name of the application. */
  app: z.string(),
  port,
  llm: llmSettingsSchema,
  /** Folder of the cache: the processes of a deployment have no environment to find it by. */
  cacheDir: z.string(),
})
export type StartMessage = z.infer<typeof startMessageSchema>

/** From the command to the supervisor: it answers, so live on without me. */
export const keepMessageSchema = z.strictObject({ type: z.literal('keep') })

/** From the application to the supervisor, and on to the command. */
export const startedMessageSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready'), port }),
  z.strictObject({ type: z.literal('failed'), error: errorSchema }),
])
export type StartedMessage = z.infer<typeof startedMessageSchema>

/** From the supervisor to the command: I live on. */
export const keptMessageSchema = z.strictObject({ type: z.literal('kept') })
