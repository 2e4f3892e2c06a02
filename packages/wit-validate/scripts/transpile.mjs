import { transpileComponent } from '../../../tools/wasm/transpile-component.mjs'

await transpileComponent(new URL('../', import.meta.url), 'validate', 'validate')
