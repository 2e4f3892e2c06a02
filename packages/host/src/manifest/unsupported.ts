import { AirlockError } from '@wasm-airlock/shared'

/**
 * The error for something in a manifest that cannot be honoured.
 *
 * @param key Where it stands: `component.web.source`.
 * @param reason What is wrong with it, as the end of a sentence.
 */
export function unsupported(key: string, reason: string, hint?: string): AirlockError {
  return new AirlockError('manifest-invalid', `The manifest cannot be honoured at ${key}: ${reason}.`, {
    item: key,
    hint:
      hint ??
      'Correct that key. Airlock serves HTTP triggers and components with local sources, whose dependencies are local files too; hosts that they may reach go to allowed_outbound_hosts.',
    details: { problems: [{ path: key, message: reason }] },
  })
}
