import { expect, test } from 'vitest'
import { hideFolders } from './hide-folders.ts'

const sources = '/tmp/a $& b/airlock-build-a1B2c3/tmp/0123/sources'
const bundle = '/tmp/a $& b/airlock-build-a1B2c3/bundle'
const args = [
  '--allow-wasi',
  `--dir=${sources}`,
  `--mapdir=/::${bundle}`,
  '-o=/tmp/a/out.wasm',
  '/tmp/a/in.wasm',
]

test('the engine is told where its files are mounted, not where they are', () => {
  const input = `--initializer-script-path ${sources}/initializer.js --strip-path-prefix ${bundle}/ component.js`
  expect(hideFolders({ args, input })).toEqual({
    args: [
      '--allow-wasi',
      `--mapdir=/airlock::${sources}`,
      `--mapdir=/::${bundle}`,
      '-o=/tmp/a/out.wasm',
      '/tmp/a/in.wasm',
    ],
    input: '--initializer-script-path /airlock/initializer.js --strip-path-prefix / component.js',
  })
})

test('a folder that is named in another way is not passed on', () => {
  expect(() => hideFolders({ args, input: `--strip-path-prefix ${bundle}` })).toThrow('part of the component')
})
