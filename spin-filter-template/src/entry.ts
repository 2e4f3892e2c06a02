import { apply } from 'text:filter/transform@0.1.0'
import { createIncomingHandler } from '@wasm-airlock/spin-app-template/src/incoming-handler.ts'
import { handleRequest } from './app.ts'

export const incomingHandler = createIncomingHandler((request) => handleRequest(request, apply))
