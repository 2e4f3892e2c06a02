import { execFile } from 'node:child_process'
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { root, Workplace } from '../testing/command.ts'

let place: Workplace

const manifest = `spin_manifest_version = 2
[application]
name = "shop"
[variables]
greeting = { required = true }
name = { default = "world" }
[[trigger.http]]
route = "/static"
static_response = { body = "as it is" }
`
const withComponent = `${manifest}
[[trigger.http]]
route = "/..."
component = "probe"
[component.probe]
source = "probe.wasm"
variables = { text = "{{ greeting }} {{ name }}" }
key_value_stores = ["default"]
environment = { A = "1", B = "2" }
`

beforeAll(async () => {
  place = await Workplace.create()
  for (const [name, text] of [
    ['static', manifest],
    ['app', withComponent],
  ] as const) {
    await mkdir(join(place.work, name))
    await writeFile(join(place.work, name, 'spin.toml'), text)
  }
  const script = join(root, 'packages/host/src/test-support/build-probe-app.js')
  const output = join(place.work, 'app', 'probe.wasm')
  await promisify(execFile)(process.execPath, [script, output, 'spin-probe'])
}, 60_000)
afterAll(() => place[Symbol.asyncDispose]())

/** Runs `airlock up` until the work on its endpoint is done, then presses Ctrl-C. */
async function up(words: readonly string[], work: (endpoint: string, seen: () => string) => Promise<void>) {
  let failure: unknown
  let seen = ''
  let begun = false
  const outcome = await place.run(['up', ...words, '--listen', '127.0.0.1:0'], {
    onOutput: (text, kill) => {
      seen += text
      const endpoint = /Serving (\S+)\n/.exec(seen)?.[1]
      if (endpoint === undefined || begun) return
      begun = true
      work(endpoint, () => seen)
        .catch((error: unknown) => {
          failure = error
        })
        .finally(() => kill('SIGINT'))
    },
  })
  if (failure !== undefined) throw failure
  return outcome
}

async function ask(endpoint: string, ...steps: readonly unknown[]) {
  const response = await fetch(endpoint, { method: 'POST', body: JSON.stringify(steps) })
  return ((await response.json()) as { results: unknown[] }).results
}

test('an application is served until Ctrl-C, and keeps its data', { timeout: 60_000 }, async () => {
  await writeFile(join(place.work, 'name.txt'), 'file')
  const words = ['app', '--variable', 'greeting=hi', '--variable', 'name=@name.txt', '--env', 'B=3']
  const first = await up(words, async (endpoint) => {
    expect(await (await fetch(`${endpoint}/static`)).text()).toBe('as it is')
    expect(
      await ask(
        endpoint,
        ['variable', 'text'],
        ['environment'],
        ['store', 'default'],
        ['set', 'a', '1'],
        ['store', 'x'],
      ),
    ).toEqual([
      { ok: 'hi file' },
      {
        ok: [
          ['A', '1'],
          ['B', '3'],
        ],
      },
      { ok: null },
      { ok: null },
      { err: { tag: 'access-denied' } },
    ])
  })
  expect(first.status).toBe(0)
  expect(first.stdout).toMatch(/probe: http:\/\/127\.0\.0\.1:\d+\/\.\.\.\n/)
  expect(first.stderr).toContain('probe: The key-value store x is refused')
  expect(await readdir(join(place.work, 'app', '.spin'))).toEqual(['sqlite_key_value.db'])
  const second = await up([...words, '--quiet'], async (endpoint) => {
    expect(await ask(endpoint, ['store', 'default'], ['get', 'a'], ['store', 'x'])).toMatchObject([
      {},
      { ok: '1' },
      {},
    ])
  })
  expect(second.stderr).not.toContain('refused')
  expect(await place.leftovers()).toEqual([])
})

test('what happens is told as JSON and as metrics, on a port of its own', { timeout: 60_000 }, async () => {
  const words = ['app', '--variable', 'greeting=hi', '--admin', '127.0.0.1:0', '--log-format', 'json']
  const outcome = await up(words, async (endpoint, seen) => {
    await vi.waitFor(() => expect(seen()).toMatch(/State of it: \S+\n/))
    const admin = /State of it: (\S+)\n/.exec(seen())?.[1]
    const response = await fetch(endpoint, { method: 'POST', body: JSON.stringify([['store', 'x']]) })
    await response.text()
    expect(response.headers.get('x-request-id')).toMatch(/^\S+$/)
    expect((await fetch(`${admin}/readyz`)).status).toBe(200)
    expect(await (await fetch(`${admin}/metrics`)).text()).toMatch(
      /airlock_requests_total\{class="2xx",component="probe"\} 1|airlock_requests_total\{component="probe",class="2xx"\} 1/,
    )
  })
  expect(outcome.status).toBe(0)
  const events = outcome.stderr.split('\n').filter((line) => line.startsWith('{'))
  expect(events.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ event: 'request-ended', component: 'probe', status: 200 }),
  )
})

test('the runtime configuration of Spin names the model', { timeout: 60_000 }, async () => {
  await writeFile(join(place.work, 'runtime.toml'), '[llm_compute]\ntype = "remote_http"\nurl = "no url"\n')
  const words = ['static', '--variable', 'greeting=x', '--runtime-config-file', 'runtime.toml', '--json']
  const outcome = await place.run(['up', ...words])
  expect(outcome.status).toBe(2)
  expect(outcome.json()).toMatchObject({ error: { code: 'usage-invalid', item: 'llm_compute.auth_token' } })
})

test.each([
  [['static'], 'variable-missing', 'greeting'],
  [['static', '--variable', 'greeting=x', '--variable', 'nam=y'], 'usage-invalid', 'nam'],
  [['static', '--variable', 'greeting'], 'usage-invalid', '--variable'],
  [['static', '--variable', 'greeting=@none.txt'], 'input-not-found', 'none.txt'],
  [['static', '--listen', '0.0.0.0:3000'], 'usage-invalid', 'up'],
  [['none'], 'input-not-found', 'none'],
])('%j is refused', async (words, code, item) => {
  const outcome = await place.run(['up', ...words, '--json'])
  expect(outcome.status).toBe(2)
  expect(outcome.json()).toMatchObject({ error: { code, item, step: 'deploy' } })
})

test('--json tells the endpoint and the routes', async () => {
  const outcome = await place.run(
    ['up', 'static', '--variable', 'greeting=x', '--listen', 'localhost:0', '--json'],
    { onOutput: (_, kill) => void kill('SIGTERM') },
  )
  expect(outcome.status).toBe(0)
  expect(outcome.json()).toEqual({
    endpoint: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
    routes: [{ route: '/static', component: null }],
  })
})

test('the same application is tested with values, and not deployed without', {
  timeout: 60_000,
}, async () => {
  await writeFile(
    join(place.work, 'cases.toml'),
    '[[request]]\nmethod = "POST"\nbody = \'[["variable", "text"]]\'\n' +
      'expect.json.results = [{ ok = "hi world" }]\n[[request]]\npath = "/static"\nexpect.text = "as it is"\n',
  )
  const words = ['test', 'app', '--no-prompt-path', '--cases', 'cases.toml', '--json']
  const tested = await place.run([...words, '--variable', 'greeting=hi'])
  expect(tested.json()).toMatchObject({ ok: true, tests: [{}, { name: 'POST /' }, { name: 'GET /static' }] })
  const error = { code: 'variable-missing', item: 'greeting' }
  expect((await place.run(words)).json()).toMatchObject({ error: { ...error, step: 'test' } })
  expect((await place.run(['deploy', 'app', '--json'])).json()).toMatchObject({
    error: { ...error, step: 'deploy' },
  })
})
