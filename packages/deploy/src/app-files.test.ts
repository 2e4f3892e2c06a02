import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { copyApp, readAppToDeploy } from './app-files.ts'

let root: string
let app: string
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'airlock-files-'))
  app = join(root, 'app')
  await mkdir(join(app, 'dist'), { recursive: true })
  await writeFile(join(app, 'dist', 'a.wasm'), 'wasm')
  await writeFile(join(app, 'secret.txt'), 'secret', { mode: 0o644 })
})
afterEach(() => rm(root, { recursive: true }))

function manifest(source: string, ...lines: readonly string[]): string {
  return `spin_manifest_version = 2
[application]
name = "An app"
version = "0.1.0"
[[trigger.http]]
route = "/..."
component = "a"
[[trigger.http]]
route = "/down"
static_response = { status_code = 503 }
[component.a]
source = "${source}"
${lines.join('\n')}
`
}

/** Copies an application, and lists what is there then. */
async function copied(path: string): Promise<string[]> {
  const to = join(root, 'copy')
  await copyApp(await readAppToDeploy(path), to)
  const entries = await readdir(to, { recursive: true, withFileTypes: true })
  for (const { parentPath, name } of entries)
    expect((await stat(join(parentPath, name))).mode & 0o077, name).toBe(0)
  const files = entries.filter((entry) => entry.isFile())
  return files
    .map(({ parentPath, name }) => join(parentPath, name).slice(to.length + 1))
    .filter((name) => name !== '.airlock-app.json')
    .sort()
}

it('copies the manifest as it is, under its usual name, and what it names, nothing else', async () => {
  const text = manifest('./dist/a.wasm', 'files = ["data/*.txt"] # and no others')
  await writeFile(join(app, 'other.toml'), text)
  await mkdir(join(app, 'data'))
  for (const name of ['a.txt', 'b.md']) await writeFile(join(app, 'data', name), name, { mode: 0o644 })
  expect(await readAppToDeploy(join(app, 'other.toml'))).toMatchObject({ name: 'An app' })
  expect(await copied(join(app, 'other.toml'))).toEqual(['data/a.txt', 'dist/a.wasm', 'spin.toml'])
  expect(await readFile(join(root, 'copy', 'spin.toml'), 'utf8')).toBe(text)
})

it('knows the status that the manifest gives for /, and for nothing else', async () => {
  const text = manifest('dist/a.wasm')
  const rootStatus = async (toml: string) => {
    await writeFile(join(app, 'spin.toml'), toml)
    return (await readAppToDeploy(app)).rootStatus
  }
  expect(await rootStatus(text)).toBeUndefined()
  expect(await rootStatus(text.replace('"/..."', '"/api/..."'))).toBeUndefined()
  expect(await rootStatus(text.replace('"/..."', '"/api/..."').replace('"/down"', '"/"'))).toBe(503)
  expect(await rootStatus(text.replace('"/..."', '"/api"').replace('"/down"', '"/..."'))).toBe(503)
})

it.each(['../app/dist/a.wasm', 'dist/../../app/dist/a.wasm', '/etc/passwd', '../outside.wasm'])(
  'takes nothing from elsewhere, and writes nothing there: %s',
  async (source) => {
    await writeFile(join(root, 'outside.wasm'), '')
    await writeFile(join(app, 'spin.toml'), manifest(source))
    await expect(copied(app)).rejects.toMatchObject({ code: 'manifest-invalid' })
  },
)

it('takes no file from behind a link that leads out', async () => {
  await mkdir(join(app, 'data'))
  await writeFile(join(root, 'outside.txt'), 'private')
  await symlink('../../outside.txt', join(app, 'data', 'a.txt'))
  await writeFile(join(app, 'spin.toml'), manifest('dist/a.wasm', 'files = ["data/a.txt"]'))
  await expect(copied(app)).rejects.toMatchObject({ code: 'manifest-invalid' })
})

it('reads no manifest that is too large', async () => {
  await writeFile(join(app, 'spin.toml'), manifest('dist/a.wasm') + '#'.repeat(1024 * 1024))
  await expect(readAppToDeploy(app)).rejects.toMatchObject({ code: 'input-too-large' })
})

it('refuses variables without a value, all of them at once', async () => {
  const variables =
    '[variables]\na = { required = true }\nb = { default = "" }\nc = { required = true, secret = true }'
  await writeFile(join(app, 'spin.toml'), manifest('dist/a.wasm', variables))
  await expect(readAppToDeploy(app)).rejects.toMatchObject({
    code: 'variable-missing',
    item: 'a',
    message: 'An app requires values for a, c.',
    details: { missing: ['a', 'c'] },
  })
})
