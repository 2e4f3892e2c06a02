import { expect } from 'vitest'
import { parsePolicy } from '../policy-file.ts'

/** What is wrong with a text, and where. */
export function refusal(text: string, format: 'toml' | 'json' = 'toml'): unknown {
  try {
    parsePolicy(text, { format })
  } catch (error) {
    const { code, item, message, hint, details } = error as Error &
      Record<'code' | 'item' | 'hint' | 'details', never>
    expect(code).toBe('policy-invalid')
    const { line, column } = details as { line?: number; column?: number }
    return { at: `${line}:${column}`, item, message, hint }
  }
  return 'accepted'
}
