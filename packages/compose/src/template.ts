import { createRequire } from 'node:module'
import { dirname } from 'node:path'

const require = createRequire(import.meta.url)

/** The folder of the application that comes with Airlock: prompts through a component and a language model. */
export function templatePath(): string {
  return dirname(require.resolve('@wasm-airlock/spin-app-template/spin.toml'))
}
