import { parentPort } from 'node:worker_threads'
import { toAirlockError } from '@wasm-airlock/shared'
import { examineComponent } from './examine.ts'
import { restrictHere } from './restrict/restrict-here.ts'
import type { Answer, Question, Task } from './thread.ts'

parentPort?.on('message', async ({ component, task }: Question) => {
  parentPort?.postMessage(await answer(component, task))
})

async function answer(component: Uint8Array, task: Task): Promise<Answer> {
  try {
    return { result: await run(component, task) }
  } catch (error) {
    return { error: toAirlockError(error).toJSON() }
  }
}

function run(component: Uint8Array, task: Task): Promise<unknown> {
  return 'measure' in task
    ? examineComponent(component, task.measure)
    : restrictHere(component, task.restriction)
}
