import page from 'airlock:page'
import { after, before } from 'component:promptprocessor/promptmodification@0.0.1'
import { infer } from 'fermyon:spin/llm@2.0.0'
import { handleRequest } from './app.ts'
import { createIncomingHandler } from './incoming-handler.ts'

const services = {
  before,
  after,
  infer: (model: string, prompt: string) => infer(model, prompt, undefined),
}

export const incomingHandler = createIncomingHandler((request) => handleRequest(request, services, page))
