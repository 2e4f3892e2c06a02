// What it needs, tools/wasm/build-component.mjs says.
import { buildComponent } from '../../../tools/wasm/build-component.mjs'

await buildComponent(new URL('../', import.meta.url), 'wac')
