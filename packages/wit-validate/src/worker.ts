import { parentPort } from 'node:worker_threads'
import { toAirlockError } from '@wasm-airlock/shared'
import { examineComponent } from './examine.ts'
import type { Answer, Question } from './thread.ts'

parentPort?.on('message', async ({ component, measure }: Question) => {
  parentPort?.postMessage(await examine(component, measure))
})

async function examine(component: Uint8Array, measure: Question['measure']): Promise<Answer> {
  try {
    return { result: await examineComponent(component, measure) }
  } catch (error) {
    return { error: toAirlockError(error).toJSON() }
  }
}
