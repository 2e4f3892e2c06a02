import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseWat } from '@wasm-airlock/wac'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { workerFile } from '../process/worker-file.ts'
import { probe } from '../test-support/wat.ts'
import { transpileComponent } from './transpile.ts'
import { transpilerPermissions } from './transpiler-permissions.ts'

let folder: string
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'airlock-test-')))
})
afterEach(() => rm(folder, { recursive: true }))

describe('the process that transpiles', () => {
  test('may read packages and write into its folder, no more', () => {
    const options = transpilerPermissions(workerFile('transpile-worker.js'), folder)
    const rest = options.filter(
      (option) => !/^--allow-fs-read=.*\/(dist|jco-transpile|preview2-shim|acorn|zod)\/$/.test(option),
    )
    expect(rest).toEqual(['--permission', `--allow-fs-write=${folder}/`])
  })

  test('needs nothing else', async () => {
    await transpileComponent(await parseWat(probe), folder)
    expect(await readdir(folder)).toContain('guest.mjs')
  })

  test.runIf(process.platform === 'linux')('is ended where it takes too much memory', async () => {
    const made = transpileComponent(await parseWat(probe), folder, { maxResidentBytes: 1 })
    await expect(made).rejects.toMatchObject({
      code: 'transpile-failed',
      message: expect.stringMatching(/memory/),
    })
  })
})
