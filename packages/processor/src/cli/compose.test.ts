import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ComposedComponent } from '@wasm-airlock/compose'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askApplication, post } from '../testing/ask.ts'
import { bin, Workplace } from '../testing/command.ts'
import { manifestOf, smallComponent } from '../testing/composition-wat.ts'
import { digestFolder } from '../testing/folder-digest.ts'
import { quoteForShell } from './report.ts'

const promptInterface = 'component:promptprocessor/promptmodification@0.0.1'

let place: Workplace

beforeAll(async () => {
  place = await Workplace.create()
  const sources = {
    'loud.js':
      'export const before = (text) => text.toUpperCase()\nexport const after = (text) => text + "!"\n',
    'kind.js':
      'export const before = (text) => text + ", please"\nexport const after = (text) => text + " Bye."\n',
  }
  for (const [name, text] of Object.entries(sources)) {
    await writeFile(join(place.work, name), text)
    const built = await place.run(['componentize', name, '-o', name.replace('.js', '.wasm')])
    expect(built).toMatchObject({ status: 0 })
  }
})
afterAll(() => place[Symbol.asyncDispose]())

/** A new folder with an application of one component. */
async function makeApp(name: string, more = ''): Promise<string> {
  await mkdir(join(place.work, name))
  await writeFile(join(place.work, name, 'web.wasm'), await smallComponent({ imports: ['a:b/c@1.2.0'] }))
  await writeFile(join(place.work, name, 'spin.toml'), manifestOf({ web: '"web.wasm"' }, more))
  await writeFile(join(place.work, 'c.wasm'), await smallComponent({ exports: ['a:b/c@1.2.0'] }))
  return name
}

test('several components of one interface are a chain', async () => {
  const words = ['compose', 'loud.wasm', 'soft=kind.wasm', '--out', 'chain']
  const { status, stdout, stderr } = await place.run(words)
  expect([status, stderr]).toEqual([0, expect.not.stringContaining('error')])
  expect(stdout.split('\n').slice(0, 3)).toEqual([
    `promptmodification-chain → prompt-app: ${promptInterface}`,
    `loud (${promptInterface}) → promptmodification-chain: link0`,
    `soft (${promptInterface}) → promptmodification-chain: link1`,
  ])
  expect(stdout).toContain('open: fermyon:spin/llm@2.0.0\n')
  expect(stdout).toMatch(/\nchain: the application prompt-app\n$/)
  const [answer] = await askApplication(join(place.work, 'chain'), [post('/', 'hi')])
  expect(answer?.text).toBe('I was asked: HI, please Bye.!')
})

test('what --explain prints is a document that gives the same application', async () => {
  const components = ['loud.wasm', 'kind.wasm']
  const before = await digestFolder(place.work)
  const explained = await place.run(['compose', ...components, '--explain'])
  expect(explained.status).toBe(0)
  expect(await digestFolder(place.work)).toEqual(before)
  expect(explained.stdout).toContain('app:prompt-app')

  await writeFile(join(place.work, 'compose.wac'), explained.stdout)
  const words = ['compose', ...components, '--json', '--out']
  expect(await place.run([...words, 'by-itself'])).toMatchObject({ status: 0 })
  expect(await place.run([...words, 'by-document', '--document', 'compose.wac'])).toMatchObject({ status: 0 })
  const requests = [post('/', 'hi')]
  const answers = await askApplication(join(place.work, 'by-itself'), requests)
  expect(await askApplication(join(place.work, 'by-document'), requests)).toEqual(answers)
  // An own document is used, and not only looked at.
  const turned = explained.stdout.replace(/component:(loud|kind)/g, (_, name) =>
    name === 'loud' ? 'component:kind' : 'component:loud',
  )
  await writeFile(join(place.work, 'turned.wac'), turned)
  expect(await place.run([...words, 'turned', '--document', 'turned.wac'])).toMatchObject({ status: 0 })
  expect((await askApplication(join(place.work, 'turned'), requests))[0]?.text).toBe(
    'I was asked: HI, PLEASE! Bye.',
  )
})

test('--explain -o writes the document into the application, which uses it from then on', async () => {
  const app = await makeApp('explained')
  const words = ['compose', 'c.wasm', '--app', app]
  const explained = await place.run([...words, '--explain', '-o', 'explained/compose.wac'])
  expect(explained).toMatchObject({ status: 0, stdout: expect.stringContaining('component:c') })
  const document = await readFile(join(place.work, 'explained/compose.wac'), 'utf8')
  expect(explained.stdout).toContain(document.trim())
  expect(await place.run([...words, '--out', 'explained-out'])).toMatchObject({ status: 0 })
  // Nothing is added to a document of one's own.
  await place.run([...words, '--explain', '-o', 'explained/compose.wac'])
  expect(await readFile(join(place.work, 'explained/compose.wac'), 'utf8')).toBe(document)
})

test('a shell that empties compose.wac before anybody reads it', async () => {
  const app = await makeApp('redirected')
  const words = ['compose', 'c.wasm', '--app', app]
  const line = [process.execPath, bin, ...words, '--explain'].map(quoteForShell).join(' ')
  const redirected = await place.run(['-c', `${line} > redirected/compose.wac`], { command: ['/bin/sh'] })
  expect(redirected).toMatchObject({ status: 0 })
  expect(await readFile(join(place.work, 'redirected/compose.wac'), 'utf8')).toContain('new component:c')
  expect(await place.run([...words, '--out', 'redirected-out'])).toMatchObject({ status: 0 })
})

/** An application of two components with the same open import. */
async function makeTwo(name: string): Promise<string> {
  await makeApp(name)
  const manifest = manifestOf({ web: '"web.wasm"', admin: '"web.wasm"' })
  await writeFile(join(place.work, name, 'spin.toml'), manifest)
  return name
}

test('each component goes where --into says for it', async () => {
  const app = await makeTwo('places')
  const words = ['compose', 'c.wasm', 'd=c.wasm', '--app', app, '--into', 'd=admin', '--into', 'web']
  const { status, stdout } = await place.run([...words, '--out', 'places-out'])
  expect(status).toBe(0)
  expect(stdout).toContain('c → web: a:b/c@1.2.0\nd → admin: a:b/c@1.2.0\n')
  const ambiguous = await place.run(['compose', 'c.wasm', 'd=c.wasm', '--app', app, '--out', 'none'])
  expect(ambiguous.stderr).toContain('--into c=web or --into c=admin')
})

test('documents of several components are no document', async () => {
  const app = await makeTwo('documents')
  const words = ['compose', 'c.wasm', 'd=c.wasm', '--app', app, '--into', 'd=admin', '--into', 'web']
  const { stdout } = await place.run([...words, '--explain'])
  expect(stdout.split('\n').filter((line) => line !== '' && !line.startsWith('//'))).toEqual([])
  const refused = await place.run([...words, '--explain', '-o', 'documents.wac', '--json'])
  expect(refused.json()).toMatchObject({ error: { code: 'usage-invalid', item: '-o' } })
  expect(await readdir(place.work)).not.toContain('documents.wac')
})

test('--json holds the plan, and the result', async () => {
  interface Document {
    readonly mode: string
    readonly components: readonly ComposedComponent[]
  }
  const words = ['compose', 'loud.wasm', '--json']
  const plan = (await place.run([...words, '--explain'])).json<Document & { name: string }>()
  expect(plan).toMatchObject({
    name: 'prompt-app',
    mode: 'plug',
    components: [
      {
        id: 'prompt-app',
        connections: [{ plug: 'loud', export: promptInterface, to: null, import: promptInterface }],
        openImports: expect.arrayContaining(['fermyon:spin/llm@2.0.0']),
        document: expect.stringContaining('component:loud'),
      },
    ],
  })
  const { name, ...found } = plan
  const composed = (await place.run([...words, '--out', 'as-json'])).json()
  expect(composed).toEqual({ app: { path: join(place.work, 'as-json'), name }, ...found })
})

test('--in-place adds a dependency to the application itself', async () => {
  const app = await makeApp('in-place')
  const words = ['compose', 'c.wasm', '--app', app, '--mode', 'spin-dependencies', '--in-place']
  expect(await place.run(words)).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/^c → web: a:b\/c@1\.2\.0\n[\s\S]*in-place: the application by-hand\n$/),
  })
  const manifest = await readFile(join(place.work, app, 'spin.toml'), 'utf8')
  expect(manifest).toMatch(/^# by hand\n/)
  expect(manifest).toContain('dependencies/c.wasm')
  expect(await readdir(join(place.work, app, 'dependencies'))).toEqual(['c.wasm'])
})

test('an application whose folder is called as a manifest', async () => {
  const app = await makeApp('named.toml')
  const words = ['compose', 'c.wasm', '--app', app, '--mode', 'spin-dependencies', '--in-place']
  expect(await place.run(words)).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/\nnamed\.toml: the application by-hand\n$/),
  })
  expect(await readdir(join(place.work, app, 'dependencies'))).toEqual(['c.wasm'])
})

test('--build runs the command of the application first', async () => {
  const app = await makeApp('built', '[component.web.build]\ncommand = "mv web.wasm out.wasm"\n')
  const manifest = join(place.work, app, 'spin.toml')
  await writeFile(manifest, (await readFile(manifest, 'utf8')).replace('"web.wasm"', '"out.wasm"'))
  const words = ['compose', 'c.wasm', '--app', app, '--out', 'built-out']
  expect(await place.run(words)).toMatchObject({ status: 2 })
  expect(await place.run([...words, '--build'])).toMatchObject({ status: 0 })
})

test('the application by a choice has the variable', async () => {
  const words = ['compose', 'loud.wasm', 'kind.wasm', '--choose', 'tone', '--out', 'choice']
  expect(await place.run(words)).toMatchObject({ status: 0 })
  const path = join(place.work, 'choice')
  expect((await askApplication(path, [post('/', 'hi')]))[0]?.text).toBe('I was asked: HI!')
  const chosen = await askApplication(path, [post('/', 'hi')], { tone: 'kind' })
  expect(chosen[0]?.text).toBe('I was asked: hi, please Bye.')
})

test('Ctrl-C leaves nothing', async () => {
  const app = await makeApp('slow', '[component.web.build]\ncommand = "sleep 60"\n')
  const before = await digestFolder(place.work)
  const words = ['compose', 'c.wasm', '--app', app, '--out', 'interrupted', '--build', '--json', '--verbose']
  let sent = false
  const outcome = await place.run(words, {
    onNote(_, kill) {
      if (!sent) kill('SIGINT')
      sent = true
    },
  })
  expect(outcome.status).toBe(130)
  expect(outcome.json()).toMatchObject({ error: { code: 'aborted', step: 'compose' } })
  expect(await digestFolder(place.work)).toEqual(before)
  expect(await place.leftovers()).toEqual([])
})
