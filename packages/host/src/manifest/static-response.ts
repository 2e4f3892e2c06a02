import { z } from '../schema.ts'
import { isToken } from '../services/http/http-syntax.ts'
import type { SpinStaticResponse } from './spin-app.ts'
import { unsupported } from './unsupported.ts'

const schema = z.strictObject({
  status_code: z.int().min(200).max(599).default(200),
  headers: z
    .record(
      z.string().refine(isToken, 'a header has a name without spaces and colons'),
      z.string().regex(/^[\t\u0020-\u007e\u0080-\u00ff]*$/, 'a header has a value in one line'),
    )
    .default({}),
  body: z.string().default(''),
})

/**
 * Reads `static_response` of a trigger.
 *
 * @param key Where it stands, for the error.
 * @throws AirlockError `manifest-invalid`.
 */
export function parseStaticResponse(key: string, table: unknown): SpinStaticResponse {
  const result = schema.safeParse(table)
  if (!result.success) {
    const [first] = result.error.issues
    const path = [key, ...(first?.path ?? [])].join('.')
    throw unsupported(path, first?.message ?? 'it is none', 'It has status_code, headers and body.')
  }
  const { status_code, headers, body } = result.data
  return { status: status_code, headers: Object.entries(headers), body }
}
