import { truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseWat } from '@wasm-airlock/wac'
import { expect, test } from 'vitest'
import { componentizeSource } from '../componentize-source.ts'
import { build, watchTemporaryFiles } from '../test-support/scratch.ts'
import { makeFolder } from '../test-support/source-folder.ts'

watchTemporaryFiles()

async function file(bytes: Uint8Array): Promise<string> {
  return join(await makeFolder({ 'x.wasm': bytes }), 'x.wasm')
}

test('a component is taken as it is', async () => {
  const bytes = await parseWat('(component)')
  expect(await componentizeSource(await file(bytes))).toMatchObject({
    bytes: new Uint8Array(bytes),
    language: 'wasm',
  })
})

test('a core module, other bytes and a truncated component are told apart', async () => {
  const core = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])
  await expect(build(await file(core))).rejects.toMatchObject({
    code: 'component-malformed',
    hint: 'Wrap it with `wasm-tools component new`.',
  })
  await expect(build(await file(Buffer.from('hello')))).rejects.toMatchObject({
    code: 'component-malformed',
  })
  const whole = await parseWat('(component (core module (memory 1)))')
  await expect(build(await file(whole.slice(0, -3)))).rejects.toMatchObject({
    code: 'component-malformed',
  })
})

test('a file above the limit is not read', async () => {
  const path = await file(new Uint8Array())
  await writeFile(path, '')
  await truncate(path, 200 * 1024 ** 2)
  await expect(build(path)).rejects.toMatchObject({ code: 'input-too-large', item: path })
})
