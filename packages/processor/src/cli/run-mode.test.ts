import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseManifest, templatePath } from '@wasm-airlock/compose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunResult } from '../run-result.ts'
import { Workplace } from '../testing/command.ts'

let place: Workplace

/** Two components that a prompt component fits, of which one is built by a command. */
const manifest = `spin_manifest_version = 2
[application]
name = "two"
[[trigger.http]]
route = "/..."
component = "web"
[[trigger.http]]
route = { private = true }
component = "spare"
[component.web]
source = "built/web.wasm"
ai_models = ["llama2-chat"]
[component.web.build]
command = "mkdir built && cp app.wasm built/web.wasm"
[component.spare]
source = "app.wasm"
[component.spare.dependencies]
"component:promptprocessor/promptmodification@0.0.1" = { path = "spare.wasm" }
`

beforeAll(async () => {
  place = await Workplace.create()
  await writeFile(
    join(place.work, 'shout.js'),
    'export const before = (text) => text.toUpperCase()\nexport const after = (text) => text + "!"\n',
  )
  await mkdir(join(place.work, 'two'))
  await writeFile(join(place.work, 'two', 'spin.toml'), manifest)
  const template = await readFile(join(templatePath(), 'dist', 'app.wasm'))
  await writeFile(join(place.work, 'two', 'app.wasm'), template)
  const spare = ['componentize', 'shout.js', '-o', 'two/spare.wasm']
  expect(await place.run(spare)).toMatchObject({ status: 0 })
})
afterAll(() => place[Symbol.asyncDispose]())

test('run builds an application, and puts the component into the one that is named, as its dependency', async () => {
  const words = ['run', 'shout.js', '--app', 'two', '--mode', 'spin-dependencies', '--json']
  expect((await place.run([...words, '--into', 'web'])).json()).toMatchObject({
    error: { code: 'input-not-found', step: 'compose', hint: expect.stringContaining('Build') },
  })
  const outcome = await place.run([...words, '--into', 'web', '--build'])
  expect(outcome).toMatchObject({ status: 0, stderr: '' })
  const { app, tests, deployment } = outcome.json<RunResult>()
  expect(tests.every(({ ok }) => ok)).toBe(true)
  const { component } = parseManifest(await readFile(join(app.path, 'spin.toml'), 'utf8'))
  expect(component?.web?.dependencies).toEqual({
    'component:promptprocessor/promptmodification@0.0.1': { path: 'dependencies/shout.wasm' },
  })
  const headers = { 'content-type': 'text/plain' }
  const response = await fetch(deployment.endpoint, { method: 'POST', headers, body: 'hello' })
  expect(await response.text()).toBe('echo: HELLO!')
})
