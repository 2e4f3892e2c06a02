import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { templatePath } from '@wasm-airlock/compose'
import { parseWat } from '@wasm-airlock/wac'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Workplace } from '../testing/command.ts'
import { promptWat } from '../testing/prompt-wat.ts'

const manifest = `spin_manifest_version = 2
[application]
name = "app"
[[trigger.http]]
route = "/..."
component = "app"
[component.app]
source = "app.wasm"
`

let place: Workplace
beforeAll(async () => {
  place = await Workplace.create()
  await writeFile(join(place.work, 'plug.wasm'), await parseWat(promptWat()))
  expect(await place.run(['compose', 'plug.wasm', '--out', 'app'])).toMatchObject({ status: 0 })
})
afterAll(() => place[Symbol.asyncDispose]())

test('an application is printed as a tree, as data, and in every format', async () => {
  const { status, stdout, stderr } = await place.run(['graph', 'app'])
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(stdout).toContain('└─ HTTP /...')
  expect(stdout).toMatch(/component:promptprocessor\/promptmodification@0\.0\.1 ← /)
  expect(stdout).toContain('fermyon:spin@2.0.0: llm (models: llama2-chat)')
  const data = (await place.run(['graph', 'app/spin.toml', '--json'])).json()
  expect(data).toMatchObject({
    name: 'prompt-app',
    triggers: [{ kind: 'http', route: '/...', runs: [{ component: 'prompt-app' }] }],
    components: [{ id: 'prompt-app', contents: { parts: [{}, {}], incomplete: null } }],
  })
  for (const [format, start] of [
    ['mermaid', 'flowchart TB\n'],
    ['dot', 'digraph application {\n'],
    ['svg', '<svg xmlns='],
  ] as const) {
    expect((await place.run(['graph', 'app', '--format', format])).stdout.startsWith(start)).toBe(true)
  }
})

test('it is written to a file, in the format that its name says', async () => {
  const outcome = await place.run(['graph', templatePath(), '-o', 'deep/app.svg'])
  expect(outcome).toMatchObject({ status: 0, stdout: expect.stringMatching(/^deep\/app\.svg: .* kB\n$/) })
  expect(await readFile(join(place.work, 'deep/app.svg'), 'utf8')).toMatch(/^<svg .*<\/svg>\n$/s)
  await place.run(['graph', 'app', '-o', 'app.mmd', '--json'])
  expect(await readFile(join(place.work, 'app.mmd'), 'utf8')).toMatch(/^flowchart/)
  await place.run(['graph', 'app', '-o', 'app.svg', '--format', 'text'])
  expect(await readFile(join(place.work, 'app.svg'), 'utf8')).toMatch(/^prompt-app/)
})

test.each([
  ['absent', 'input-not-found', 'absent'],
  ['unbuilt', 'input-not-found', 'unbuilt/app.wasm'],
  ['unbuilt/spin.toml', 'input-not-found', 'unbuilt/app.wasm'],
  ['folder', 'input-unreadable', 'folder/app.wasm'],
  ['.', 'input-not-found', 'spin.toml'],
  ['words', 'component-malformed', 'words/app.wasm'],
  ['broken', 'manifest-invalid', 'broken/spin.toml'],
  ['plug.wasm', 'input-unreadable', 'plug.wasm'],
])('%s is refused by name', async (name, code, item) => {
  const files: Record<string, string | Uint8Array> = {
    'unbuilt/spin.toml': manifest,
    'folder/spin.toml': manifest,
    'folder/app.wasm/notes.txt': 'a folder',
    'words/spin.toml': manifest,
    'words/app.wasm': 'no WebAssembly',
    'broken/spin.toml': 'a = \n',
  }
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(place.work, path, '..'), { recursive: true })
    await writeFile(join(place.work, path), content)
  }
  const outcome = await place.run(['graph', name, '--json'])
  expect(outcome.status).not.toBe(0)
  expect(outcome.stdout).not.toContain(place.path)
  expect(outcome.json()).toMatchObject({
    error: { code, item, step: 'compose', message: expect.stringContaining(item), hint: expect.any(String) },
  })
})

test('a file whose name says a format that there is not', async () => {
  const outcome = await place.run(['graph', 'app', '-o', 'app.png', '--json'])
  expect(outcome.json()).toMatchObject({
    error: { code: 'usage-invalid', item: 'app.png', hint: expect.stringContaining('--format') },
  })
  expect(await place.run(['graph', 'app', '-o', 'app.png', '--format', 'text'])).toMatchObject({ status: 0 })
})

test('links of a chain are drawn in the order of the chain', async () => {
  expect(
    await place.run(['compose', 'plug.wasm', 'two=plug.wasm', 'three=plug.wasm', '--out', 'chained']),
  ).toMatchObject({ status: 0 })
  const { stdout } = await place.run(['graph', 'chained'])
  expect([...stdout.matchAll(/(link\d) ← (\w+)/g)].map(([, link, part]) => `${link} ${part}`)).toEqual([
    'link0 plug',
    'link1 two',
    'link2 three',
  ])
})

test('a file that cannot be written', async () => {
  const outcome = await place.run(['graph', 'app', '-o', 'app', '--json'])
  expect(outcome.json()).toMatchObject({
    error: { code: 'output-unwritable', item: 'app' },
    name: 'prompt-app',
  })
})
