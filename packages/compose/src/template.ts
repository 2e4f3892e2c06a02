import { createRequire } from 'node:module'
import { dirname } from 'node:path'

/** The folder of the application that comes with Airlock: prompts through a component and a language model. */
export function templatePath(): string {
  return dirname(createRequire(import.meta.url).resolve('@wasm-airlock/spin-app-template/spin.toml'))
}
