import { copyFile } from 'node:fs/promises'
import { defineConfig } from 'tsup'
import { airlockBuild } from '../../tsup.base.ts'

const target = 'node20'
const external = ['#core-module']

export default defineConfig([
  airlockBuild(
    {
      index: 'src/index.ts',
      node: 'src/node.ts',
      wac: 'src/cli/main.ts',
      // What `#core-module` stands for, by the conditions in package.json.
      'core-module': 'src/core-module.ts',
      'core-module.node': 'src/core-module.node.ts',
    },
    {
      target,
      external,
      // One toolchain for all entries, and each loads what it needs only.
      splitting: true,
      // A fifth less to load, and names stay as they are in stack traces.
      esbuildOptions(options) {
        options.minifyWhitespace = true
        options.minifySyntax = true
      },
      onSuccess: () => copyFile('generated/toolchain.core.wasm', 'dist/toolchain.core.wasm'),
    },
  ),
  // Apart from those of the index, so that neither is split into files with names of no meaning.
  airlockBuild(
    { node: 'src/node.ts' },
    { target, external, clean: false, dts: { only: true, entry: { node: 'src/node.ts' } } },
  ),
])
