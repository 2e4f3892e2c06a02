import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readAppFiles, writeAppFiles } from './app-files.ts'

let root: string
let app: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'airlock-files-'))
  app = join(root, 'app')
  await mkdir(join(app, 'dist'), { recursive: true })
  await writeFile(join(app, 'dist', 'a.wasm'), 'wasm')
  await writeFile(join(app, 'secret.txt'), 'secret')
})
afterEach(() => rm(root, { recursive: true }))

function manifest(source: string): string {
  return `spin_manifest_version = 2
[application]
name = "An app"
version = "0.1.0"
[[trigger.http]]
route = "/..."
component = "a"
[component.a]
source = "${source}"
`
}

it('copies the manifest as it is, under its usual name, and the component, nothing else', async () => {
  await writeFile(join(app, 'other.toml'), manifest('./dist/a.wasm'))
  const files = await readAppFiles(join(app, 'other.toml'))
  expect(files.name).toBe('An app')
  const copy = join(root, 'copy')
  await writeAppFiles(files, copy)
  expect((await readdir(join(copy, 'app'), { recursive: true })).sort()).toEqual([
    'dist',
    'dist/a.wasm',
    'spin.toml',
  ])
  expect(await readFile(join(copy, 'app', 'spin.toml'), 'utf8')).toBe(manifest('./dist/a.wasm'))
})

it.each(['../app/dist/a.wasm', 'dist/../../app/dist/a.wasm', '/etc/passwd', '../outside.wasm'])(
  'writes nowhere else: %s',
  async (source) => {
    await writeFile(join(root, 'outside.wasm'), '')
    await writeFile(join(app, 'spin.toml'), manifest(source))
    await expect(readAppFiles(app)).rejects.toMatchObject({ code: 'manifest-invalid' })
  },
)

it('reads no manifest that is too large', async () => {
  await writeFile(join(app, 'spin.toml'), manifest('dist/a.wasm') + '#'.repeat(1024 * 1024))
  await expect(readAppFiles(app)).rejects.toMatchObject({ code: 'input-too-large' })
})
