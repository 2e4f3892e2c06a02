import { AirlockError } from '@wasm-airlock/shared'

/**
 * Asks an endpoint for `/`. Any status below 500 shows that the application runs, also the 404 of the host
 * where no route leads there; an error of the application itself will not go away by waiting.
 *
 * @param meant Status of the answer for `/` where it stands in the manifest: no failure, whatever it is.
 * @throws AirlockError `deploy-failed`.
 */
export async function checkAnswers(endpoint: string, signal: AbortSignal, meant?: number): Promise<void> {
  let status: number
  try {
    const response = await fetch(`${endpoint}/`, { redirect: 'manual', signal })
    await response.body?.cancel()
    status = response.status
  } catch (cause) {
    throw new AirlockError('deploy-failed', `${endpoint} does not answer.`, {
      item: endpoint,
      step: 'deploy',
      cause,
    })
  }
  if (status >= 500 && status !== meant)
    throw new AirlockError('deploy-failed', `The application answers GET / with status ${status}.`, {
      item: endpoint,
      step: 'deploy',
    })
}
