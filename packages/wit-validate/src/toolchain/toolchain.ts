import { createComponentRunner } from '@wasm-airlock/shared'
import { loadCoreModule } from '#core-module'
import type { Root } from '../../generated/validate.js'

/** Runs one operation of the crate `airlock-validate`, which is compiled and instantiated on first use. */
export const callToolchain = createComponentRunner<Root>({
  name: 'component of wit-validate',
  package: '@wasm-airlock/wit-validate',
  maxMemoryBytes: 512 * 1024 * 1024,
  loadCoreModule,
  loadGlue: () => import('../../generated/validate.js'),
})
