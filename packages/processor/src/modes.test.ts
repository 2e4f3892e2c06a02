import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { componentizeSource } from '@wasm-airlock/componentize'
import {
  type ComponentInput,
  type ComposedApp,
  type ComposeOptions,
  composeApp,
  parseManifest,
  templatePath,
} from '@wasm-airlock/compose'
import { plugComponents } from '@wasm-airlock/wac'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askApplication, get, post } from './testing/ask.ts'
import { root } from './testing/command.ts'

const promptInterface = 'component:promptprocessor/promptmodification@0.0.1'
const modes = ['plug', 'spin-dependencies'] as const

let folder: string
let shout: ComponentInput
let polite: ComponentInput

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airlock-modes-'))
  shout = await fromJavaScript('shout', '(text) => text.toUpperCase()', '(text) => text + "!"')
  polite = await fromJavaScript('polite', '(text) => text + ", please"', '(text) => text + " Thank you."')
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function fromJavaScript(name: string, before: string, after: string): Promise<ComponentInput> {
  const source = join(folder, `${name}.js`)
  await writeFile(source, `export const promptmodification = { before: ${before}, after: ${after} }\n`)
  return { name, component: (await componentizeSource(source)).bytes }
}

/** Both modes of the same composition. */
async function composeBoth(
  name: string,
  app: string,
  components: readonly ComponentInput[],
  options: Omit<ComposeOptions, 'out' | 'mode'> = {},
): Promise<ComposedApp[]> {
  const results: ComposedApp[] = []
  for (const mode of modes)
    results.push(
      await composeApp(app, components, { ...options, mode, out: join(folder, `${name}-${mode}`) }),
    )
  return results
}

async function manifestOf({ path }: ComposedApp) {
  return parseManifest(await readFile(join(path, 'spin.toml'), 'utf8'))
}

const json = (value: unknown) => post('/api/prompt', JSON.stringify(value), 'application/json')

describe('the prompt template with a JavaScript component', () => {
  const requests = [
    get('/'),
    post('/', 'hello'),
    json({ prompt: 'grüße' }),
    json({ prompt: '' }),
    json({}),
    post('/api/prompt', '{', 'application/json'),
    post('/', ''),
    get('/nowhere'),
    get('/api/prompt'),
  ]
  let apps: readonly ComposedApp[]
  beforeAll(async () => {
    apps = await composeBoth('template', templatePath(), [shout])
  })

  test('answers alike in both modes', async () => {
    const [plugged = [], named] = [
      await askApplication(String(apps[0]?.path), requests),
      await askApplication(String(apps[1]?.path), requests),
    ]
    expect(plugged[1]).toMatchObject({ status: 200, text: 'I was asked: HELLO!' })
    expect(plugged.map(({ status }) => status)).toEqual(expect.arrayContaining([200, 400, 404, 405]))
    expect(named).toEqual(plugged)
  })

  test('is a folder that Spin reads, in both modes', async () => {
    const [plugged, named] = apps as [ComposedApp, ComposedApp]
    const template = parseManifest(await readFile(join(templatePath(), 'spin.toml'), 'utf8'))
    expect((await manifestOf(plugged)).application).toEqual(template.application)
    const { component } = await manifestOf(named)
    expect(component?.['prompt-app']).toMatchObject({
      dependencies_inherit_configuration: false,
      dependencies: { [promptInterface]: { path: 'dependencies/shout.wasm' } },
    })
    expect(await readdir(join(named.path, 'dependencies'))).toEqual(['shout.wasm'])
    expect(await readFile(join(named.path, 'dependencies', 'shout.wasm'))).toEqual(
      Buffer.from(shout.component),
    )
    for (const app of apps) {
      expect(await readFile(join(app.path, 'spin.toml'), 'utf8')).not.toContain(folder)
      expect(app.components).toMatchObject([
        { id: 'prompt-app', connections: [{ plug: 'shout', to: null, import: promptInterface }] },
      ])
    }
  })
})

test('a chain of three Python components answers alike in both modes, and in the order that is given', async () => {
  const components: ComponentInput[] = []
  for (const name of ['redact', 'translate', 'pirate']) {
    const { bytes } = await componentizeSource(join(root, 'python-examples', name))
    components.push({ name, component: bytes })
  }
  const apps = await composeBoth('chain', templatePath(), components)
  const requests = [
    post('/', 'Schreibe an ann@example.org'),
    post('/', 'hallo'),
    json({ prompt: 'Schreibe an ann@example.org' }),
    post('/', ''),
  ]
  const [plugged, named] = [
    await askApplication(String(apps[0]?.path), requests),
    await askApplication(String(apps[1]?.path), requests),
  ]
  // The address is gone before the others can see it, and comes back after all else.
  const asked = 'I was asked: Schreibe an ann@example.org\n\nAnswer like a pirate. Arr!'
  expect(plugged?.[0]).toMatchObject({ status: 200, text: asked })
  expect(JSON.parse(plugged?.[2]?.text ?? '')).toMatchObject({
    modifiedPrompt: 'Write to [email-1]\n\nAnswer like a pirate.',
    result: asked,
  })
  expect(plugged?.[1]?.text).toBe('I was asked: hallo\n\nAnswer like a pirate. Arr!')
  expect(named).toEqual(plugged)
}, 600_000)

test('a variable chooses which component answers, alike in both modes', async () => {
  const apps = await composeBoth('choice', templatePath(), [shout, polite], { choose: 'tone' })
  const requests = [post('/', 'hello'), json({ prompt: 'more' })]
  const expected = { shout: 'I was asked: HELLO!', polite: 'I was asked: hello, please Thank you.' }
  for (const [tone, text] of Object.entries(expected)) {
    const [plugged, named] = [
      await askApplication(String(apps[0]?.path), requests, { tone }),
      await askApplication(String(apps[1]?.path), requests, { tone }),
    ]
    expect(plugged?.[0]).toMatchObject({ status: 200, text })
    expect(named).toEqual(plugged)
  }
  for (const app of apps) {
    expect((await askApplication(app.path, requests))[0]?.text).toBe(expected.shout)
    expect((await askApplication(app.path, requests, { tone: 'nobody' }))[0]?.status).toBe(500)
    const { variables, component } = await manifestOf(app)
    expect(variables).toEqual({ tone: { default: 'shout' } })
    expect(component?.['prompt-app']?.variables).toEqual({ tone: '{{ tone }}' })
  }
})

test('of an application with several components, only the one with the open import changes', async () => {
  const template = await readFile(join(templatePath(), 'dist', 'app.wasm'))
  const { component: ready } = await plugComponents(template, [polite])
  const app = join(folder, 'several')
  await mkdir(join(app, 'bin'), { recursive: true })
  await writeFile(join(app, 'bin', 'web.wasm'), template)
  await writeFile(join(app, 'ready.wasm'), ready)
  await writeFile(
    join(app, 'spin.toml'),
    `# The application of somebody.
spin_manifest_version = 2

[application]
name = "several" # as it says

[[trigger.http]]
route = "/"
component = "ready"

[[trigger.http]]
route = "/api/prompt"
component = "web"

[[trigger.http]]
route = "/health"
static_response = { body = "fine" }

[component.ready]
source = "ready.wasm"
ai_models = ["llama2-chat"]

[component.web] # the one that is open
source = "bin/web.wasm"
ai_models = ["llama2-chat"]
`,
  )
  const apps = await composeBoth('several-out', app, [shout])
  const requests = [post('/', 'hello'), json({ prompt: 'hello' }), get('/health'), get('/nowhere')]
  const [plugged = [], named] = [
    await askApplication(String(apps[0]?.path), requests),
    await askApplication(String(apps[1]?.path), requests),
  ]
  expect(plugged[0]?.text).toBe('I was asked: hello, please Thank you.')
  expect(JSON.parse(plugged[1]?.text ?? '')).toMatchObject({ modifiedPrompt: 'HELLO' })
  expect(plugged.slice(2)).toMatchObject([{ status: 200, text: 'fine' }, { status: 404 }])
  expect(named).toEqual(plugged)
  for (const each of apps) {
    expect(each.components.map(({ id }) => id)).toEqual(['web'])
    expect(await readFile(join(each.path, 'ready.wasm'))).toEqual(Buffer.from(ready))
  }
  const text = await readFile(join(app, 'spin.toml'), 'utf8')
  expect(await readFile(join(String(apps[0]?.path), 'spin.toml'), 'utf8')).toBe(text)
  const dependent = await readFile(join(String(apps[1]?.path), 'spin.toml'), 'utf8')
  for (const line of text.split('\n')) expect(dependent).toContain(line)
})

test('dependencies are put into the folder of the application itself', async () => {
  const app = join(folder, 'own')
  await composeApp(templatePath(), [shout], { mode: 'spin-dependencies', out: app })
  const source = join(folder, 'source')
  await mkdir(source)
  await writeFile(join(source, 'app.wasm'), await readFile(join(templatePath(), 'dist', 'app.wasm')))
  const manifest = (await readFile(join(templatePath(), 'spin.toml'), 'utf8')).replace('dist/app', 'app')
  await writeFile(join(source, 'spin.toml'), manifest)
  await composeApp(source, [shout], { mode: 'spin-dependencies', out: source })
  const requests = [post('/', 'hello')]
  expect(await askApplication(source, requests)).toEqual(await askApplication(app, requests))
})
