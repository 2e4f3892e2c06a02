import { createComponentRunner } from '@wasm-airlock/shared'
import { loadCoreModule } from '#core-module'
import type { Root } from '../generated/toolchain.js'
import { MAX_INPUT_BYTES } from './arguments.ts'

/** Runs one operation of the Rust component, which is compiled and instantiated on first use. */
export const callToolchain = createComponentRunner<Root>({
  name: 'WAC component',
  package: '@wasm-airlock/wac',
  maxMemoryBytes: MAX_INPUT_BYTES,
  // Where those of the whole project speak of the arguments of another command.
  hints: {
    'usage-invalid': 'Correct the argument that is named.',
    'world-unknown': 'Name one of the worlds that the package has.',
  },
  loadCoreModule,
  loadGlue: () => import('../generated/toolchain.js'),
})
