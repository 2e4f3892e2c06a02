import { execFile } from 'node:child_process'
import { link, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { AirlockError } from '@wasm-airlock/shared'
import { parseWat } from '@wasm-airlock/wac'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createAppHost } from '../app/app-host.ts'
import type { AppHost, AppRequest } from '../app/request.ts'
import { createEchoLlm } from '../llm/echo-llm.ts'
import { readSpinApp } from '../manifest/read-spin-app.ts'
import type { HostEvent } from '../observe/events.ts'
import { folderOf, type TestFolder } from '../test-support/spin-folder.ts'
import * as wat from '../test-support/wat.ts'
import { createSpinHost, type SpinHostOptions } from './spin-host.ts'

const MANIFEST = `
spin_manifest_version = 2
[application]
name = "probes"
version = "1.0.0"
[variables]
host = { default = "example.com" }
key = { required = true, secret = true }
token = { required = true }
[[trigger.http]]
route = "/..."
component = "main"
[[trigger.http]]
route = "/users/:id"
component = "other"
[[trigger.http]]
route = { private = true }
component = "hidden"
[[trigger.http]]
route = "/old"
static_response = { status_code = 301, headers = { location = "/new" }, body = "moved" }
[component.main]
source = "probe.wasm"
variables = { url = "https://{{ host }}/{{ key }}", plain = "text" }
environment = { LANG = "C", "odd name" = "{{ key }}" }
files = ["data/*.txt", { source = "data", destination = "/static" }]
exclude_files = ["data/secret.txt"]
key_value_stores = ["default", "shared"]
sqlite_databases = ["default"]
allowed_outbound_hosts = ["http://hidden.spin.internal", "http://missing.spin.internal", "http://self"]
[component.other]
source = "probe.wasm"
key_value_stores = ["shared"]
sqlite_databases = ["second"]
allowed_outbound_hosts = ["*://*:*"]
[component.hidden]
source = "probe.wasm"
variables = { own = "{{ token }}-{{ key }}" }
`

let folder: TestFolder
beforeAll(async () => {
  folder = await folderOf({
    'spin.toml': MANIFEST,
    'data/a.txt': 'from a file',
    'data/secret.txt': 'secret',
  })
  const script = fileURLToPath(new URL('../test-support/build-probe-app.js', import.meta.url))
  await promisify(execFile)(process.execPath, [script, join(folder.path, 'probe.wasm'), 'spin-probe'])
}, 60_000)
afterAll(() => folder[Symbol.asyncDispose]())

type Step = readonly [name: string, ...args: unknown[]]
type Outcome = { readonly ok?: unknown; readonly err?: unknown }

async function start(options: Partial<SpinHostOptions> = {}): Promise<AppHost> {
  return createSpinHost(await readSpinApp(folder.path), {
    llm: createEchoLlm(),
    variables: { key: 'k3y', token: 't' },
    workers: 1,
    ...options,
  })
}

async function send(host: AppHost, path: string, request: Partial<AppRequest> = {}) {
  const { status, headers, body } = await host.handle({
    method: 'POST',
    path,
    headers: [],
    body: new Uint8Array(),
    ...request,
  })
  return { status, headers, text: new TextDecoder().decode(await body.bytes()) }
}

/** Runs steps in one request, and gives what each came to. */
async function run(host: AppHost, path: string, ...steps: readonly Step[]): Promise<Outcome[]> {
  const { status, text } = await send(host, path, { body: new TextEncoder().encode(JSON.stringify(steps)) })
  if (status !== 200) throw new Error(`${status} ${text}`)
  return JSON.parse(text).results
}

describe('an application', () => {
  let host: AppHost
  const lines: string[] = []
  beforeAll(async () => {
    host = await start({ onLog: ({ text }, component) => lines.push(`${component}: ${text}`) })
  }, 60_000)
  afterAll(() => host.close())

  test('is routed by its triggers', async () => {
    const answeredBy = async (path: string) => (await run(host, path, ['store', 'default']))[0]
    expect(await answeredBy('/')).toEqual({ ok: null })
    expect(await answeredBy('/users/7/more?x=1')).toEqual({ ok: null })
    expect(await answeredBy('/users/7?x=1')).toEqual({ err: { tag: 'access-denied' } })
    expect(await send(host, '/old')).toEqual({ status: 301, headers: [['location', '/new']], text: 'moved' })
    expect(await send(host, '/.well-known/spin/health')).toMatchObject({ status: 200, text: 'OK' })
    expect(JSON.parse((await send(host, '/.well-known/spin/info')).text)).toEqual({
      name: 'probes',
      version: '1.0.0',
    })
    expect(await send(host, '/.well-known/spin/else')).toEqual({ status: 404, headers: [], text: '' })
  })

  test('reads its own variables, and no others', async () => {
    lines.length = 0
    expect(
      await run(
        host,
        '/',
        ['variable', 'url'],
        ['variable', 'plain'],
        ['variable', 'key'],
        ['variable', 'Not-a-name'],
        ['config', 'url'],
        ['config', 'key'],
        ['configs'],
      ),
    ).toEqual([
      { ok: 'https://example.com/k3y' },
      { ok: 'text' },
      { err: { tag: 'undefined', val: 'no variable "key"' } },
      { err: { tag: 'invalid-name', val: expect.stringContaining('Not-a-name') } },
      { ok: 'https://example.com/k3y' },
      { ok: null },
      {
        ok: [
          ['url', 'https://example.com/k3y'],
          ['plain', 'text'],
        ],
      },
    ])
    expect(lines).toEqual(
      Array(2).fill('main: There is no variable key: add it to variables of the component in spin.toml.'),
    )
  })

  test('finds its environment and its files, and can change neither', async () => {
    expect(
      await run(
        host,
        '/',
        ['environment'],
        ['file', '/data/a.txt'],
        ['file', '/static/a.txt'],
        ['file', '/static/secret.txt'],
        ['file', '/../spin.toml'],
        ['write', '/data/a.txt', 'x'],
      ),
    ).toEqual([
      {
        ok: [
          ['LANG', 'C'],
          ['odd name', '{{ key }}'],
        ],
      },
      { ok: 'from a file' },
      { ok: 'from a file' },
      { err: 'no-entry' },
      { err: 'not-permitted' },
      { err: 'read-only' },
    ])
    expect(await run(host, '/users/1', ['environment'], ['file', '/data/a.txt'])).toEqual([
      { ok: [] },
      { ok: null },
    ])
  })

  test('keeps keys and values', async () => {
    expect(
      await run(
        host,
        '/',
        ['store', 'default'],
        ['set', 'a', 'ü'],
        ['set', 'b', ''],
        ['get', 'a'],
        ['get', 'b'],
        ['get', 'c'],
        ['exists', 'a'],
        ['exists', 'c'],
        ['keys'],
        ['delete', 'a'],
        ['delete', 'c'],
        ['keys'],
      ),
    ).toEqual(
      [null, null, null, 'ü', '', null, true, false, ['a', 'b'], null, null, ['b']].map((ok) => ({ ok })),
    )
    expect(
      await run(host, '/', ['store', 'default'], ['get', 'b'], ['store', 'shared'], ['get', 'b']),
    ).toEqual([{ ok: null }, { ok: '' }, { ok: null }, { ok: null }])
  })

  test('keeps them behind the interface of WASI too', async () => {
    const steps: readonly Step[] = [
      ['bucket', 'shared'],
      [
        'setMany',
        [
          ['a', '1'],
          ['b', '2'],
        ],
      ],
      ['getMany', ['b', 'x', 'a']],
      ['listKeys'],
      ['deleteMany', ['a', 'x']],
      ['listKeys'],
      ['increment', 'n', 5],
      ['increment', 'n', 7],
      ['increment', 'b', 1],
    ]
    expect(await run(host, '/', ...steps)).toEqual([
      { ok: null },
      { ok: null },
      {
        ok: [
          ['b', '2'],
          ['x', null],
          ['a', '1'],
        ],
      },
      { ok: ['a', 'b'] },
      { ok: null },
      { ok: ['b'] },
      { ok: 5 },
      { ok: 12 },
      { err: { tag: 'other', val: 'the value is not a number of 64 bits' } },
    ])
  })

  test('swaps what it has seen, and nothing else', async () => {
    expect(
      await run(
        host,
        '/',
        ['bucket', 'default'],
        ['store', 'default'],
        ['cas', 'new'],
        ['swap', 'first'],
        ['get', 'new'],
        ['cas', 'new'],
        ['set', 'new', 'by somebody else'],
        ['swap', 'second'],
        ['get', 'new'],
        ['swap', 'third'],
        ['get', 'new'],
      ),
    ).toEqual(
      [null, null, null, null, 'first', 'first', null, 'failed', 'by somebody else', null, 'third'].map(
        (ok) => ({ ok }),
      ),
    )
  })

  test('counts right when many count at once', async () => {
    await Promise.all(
      Array.from({ length: 10 }, () => run(host, '/', ['bucket', 'default'], ['increment', 'many', 1])),
    )
    expect((await run(host, '/', ['bucket', 'default'], ['increment', 'many', 1]))[1]).toEqual({ ok: 11 })
  })

  test('meets the limits of stores', async () => {
    expect(
      await run(
        host,
        '/',
        ['store', 'default'],
        ['setLarge', 'x', 1024 * 1024],
        ['setLarge', 'x', 1024 * 1024 + 1],
        ['set', 'k'.repeat(4096), ''],
        ['set', 'k'.repeat(4097), ''],
        ['store', 'x'.repeat(1000)],
        ['stores', 'default', 256],
      ),
    ).toEqual([
      { ok: null },
      { ok: null },
      { err: { tag: 'other', val: 'a value is larger than the 1048576 bytes allowed' } },
      { ok: null },
      { err: { tag: 'other', val: 'a key is larger than the 4096 bytes allowed' } },
      { err: { tag: 'access-denied' } },
      { err: { tag: 'store-table-full' } },
    ])
  })

  test('asks its database', async () => {
    const row = [
      { tag: 'integer', val: '9007199254740993' },
      { tag: 'real', val: 0.5 },
      { tag: 'text', val: 'ü' },
      { tag: 'null' },
    ]
    expect(
      await run(
        host,
        '/',
        ['connection', 'default'],
        ['sql', 'CREATE TABLE t (a, b, c, d)'],
        ['sql', 'INSERT INTO t VALUES (?, ?, ?, ?)', row],
        ['sql', 'SELECT a, b, c, d FROM t'],
        ['sql', 'SELECT * FROM missing'],
        ['sql', "ATTACH '/etc/passwd' AS x"],
        ['connection', 'second'],
      ),
    ).toEqual([
      { ok: null },
      { ok: { columns: [], rows: [] } },
      { ok: { columns: [], rows: [] } },
      { ok: { columns: ['a', 'b', 'c', 'd'], rows: [['9007199254740993', 0.5, 'ü', null]] } },
      { err: { tag: 'io', val: 'no such table: missing' } },
      { err: { tag: 'io', val: 'ATTACH and VACUUM are not allowed' } },
      { err: { tag: 'access-denied' } },
    ])
    expect(await run(host, '/users/1', ['connection', 'second'], ['sql', 'SELECT * FROM t'])).toEqual([
      { ok: null },
      { err: { tag: 'io', val: 'no such table: t' } },
    ])
  })

  test('leaves no transaction behind', async () => {
    await run(host, '/', ['connection', 'default'], ['sql', 'CREATE TABLE u (x)'])
    await run(host, '/', ['connection', 'default'], ['sql', 'BEGIN'], ['sql', 'INSERT INTO u VALUES (1)'])
    const [, rows, , , closed] = await run(
      host,
      '/',
      ['connection', 'default'],
      ['sql', 'SELECT count(*) FROM u'],
      ['sql', 'BEGIN'],
      ['close'],
      ['connections', 'default', 65],
    )
    expect(rows).toEqual({ ok: { columns: ['count(*)'], rows: [['0']] } })
    expect(closed).toEqual({ err: { tag: 'io', val: 'more than 64 connections are open' } })
  })

  test('makes no more requests for one than it may', async () => {
    await using limited = await start({ maxOutboundRequests: 2 })
    const fetch: Step = ['fetch', 'http://self.alt/old']
    const outcomes = await run(limited, '/', fetch, fetch, fetch)
    expect(outcomes.slice(0, 2)).toEqual(Array(2).fill({ ok: { status: 301, body: 'moved' } }))
    expect(outcomes[2]).toEqual({ err: { tag: 'connection-limit-reached' } })
    expect(await run(limited, '/', fetch)).toMatchObject([{ ok: { status: 301 } }])
  })

  test('reaches components that it names, private ones too, and itself', async () => {
    lines.length = 0
    const steps = JSON.stringify([['variable', 'own']])
    const outcomes = await run(
      host,
      '/',
      ['fetch', 'http://hidden.spin.internal/a/b?c', steps],
      ['fetch', 'http://self.alt/old'],
      ['fetch', '/old?x'],
      ['fetch', 'http://other.spin.internal/'],
      ['fetch', 'http://missing.spin.internal/'],
      ['fetch', 'https://hidden.spin.internal/'],
      ['fetch', 'http://hidden.spin.internal:81/'],
    )
    expect(outcomes[0]).toMatchObject({ ok: { status: 200 } })
    expect(JSON.parse((outcomes[0] as { ok: { body: string } }).ok.body)).toMatchObject({
      path: '/a/b?c',
      results: [{ ok: 't-k3y' }],
    })
    expect(outcomes.slice(1, 3)).toEqual(Array(2).fill({ ok: { status: 301, body: 'moved' } }))
    expect(outcomes.slice(3)).toEqual(Array(4).fill({ err: { tag: 'HTTP-request-denied' } }))
    expect(lines.join('\n')).toContain('add "http://other.spin.internal" to allowed_outbound_hosts')
    // All of the network is not the components.
    expect(await run(host, '/users/1', ['fetch', 'http://hidden.spin.internal/'])).toEqual([
      { err: { tag: 'HTTP-request-denied' } },
    ])
  })
})

test('a statement that never ends is ended; requests are served meanwhile', { timeout: 30_000 }, async () => {
  await using host = await start({ statementTimeoutMs: 500 })
  const endless = 'WITH RECURSIVE t(x) AS (SELECT 1 UNION ALL SELECT x FROM t) SELECT count(*) FROM t'
  let ended = false
  const stuck = run(host, '/', ['connection', 'default'], ['sql', endless]).finally(() => {
    ended = true
  })
  expect(await run(host, '/', ['store', 'default'], ['exists', 'x'])).toEqual([{ ok: null }, { ok: false }])
  expect(ended).toBe(false)
  expect(await stuck).toEqual([
    { ok: null },
    { err: { tag: 'io', val: 'the statement took longer than 500 ms' } },
  ])
})

test('data outlives the host in a state folder, and only there', { timeout: 60_000 }, async () => {
  await using state = await folderOf({})
  const stateDir = join(state.path, 'deep', '.spin')
  for (const options of [{ stateDir }, {}]) {
    await using host = await start(options)
    await run(
      host,
      '/',
      ['store', 'shared'],
      ['set', 'a', '1'],
      ['connection', 'default'],
      ['sql', 'CREATE TABLE t (x)'],
      ['sql', 'INSERT INTO t VALUES (7)'],
    )
    // Another component, with a grant of its own.
    expect((await run(host, '/users/1', ['store', 'shared'], ['get', 'a']))[1]).toEqual({ ok: '1' })
  }
  expect((await readdir(stateDir)).sort()).toEqual(['sqlite_db.db', 'sqlite_key_value.db'])
  for (const [options, found] of [
    [{ stateDir }, '1'],
    [{}, null],
  ] as const) {
    await using host = await start(options)
    expect((await run(host, '/', ['store', 'shared'], ['get', 'a']))[1]).toEqual({ ok: found })
  }
  await using host = await start({ stateDir })
  expect((await run(host, '/', ['connection', 'default'], ['sql', 'SELECT x FROM t']))[1]).toEqual({
    ok: { columns: ['x'], rows: [['7']] },
  })
})

test('tells what happens in each of its components, and what they do together', async () => {
  const events: HostEvent[] = []
  await using host = await start({ onEvent: (event) => void events.push(event) })
  expect((await send(host, '/users/1', { body: new TextEncoder().encode('[]') })).status).toBe(200)
  const answered = events.filter(({ type }) => type === 'request-ended')
  expect(answered).toEqual([expect.objectContaining({ component: 'other', status: 200 })])
  await expect.poll(() => host.stats().ready, { timeout: 20_000 }).toBe(true)
  expect(host.stats().workers).toBe(3)
  await host.close()
  expect(host.stats()).toMatchObject({ ready: false, workers: 0 })
})

describe('is not started', () => {
  test('without its variables, which are all named', async () => {
    await expect(start({ variables: {} })).rejects.toMatchObject({
      code: 'variable-missing',
      message: expect.stringContaining('key, token'),
    })
    await expect(start({ variables: { key: '', token: '', tokn: '' } })).rejects.toMatchObject({
      code: 'usage-invalid',
      item: 'tokn',
    })
  })

  test('with a host that a value makes none; the value is not told', async () => {
    const app = await readSpinApp(folder.path)
    const components = app.components.map((each) => ({
      ...each,
      allowedOutboundHosts: ['https://{{ key }}'],
    }))
    const started = createSpinHost(
      { ...app, components },
      { llm: createEchoLlm(), variables: { key: 'a secret', token: '' } },
    )
    const error = await started.then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    expect(error).toMatchObject({
      code: 'manifest-invalid',
      item: 'https://{{ key }}',
      message: expect.stringMatching(/^Component main: /),
    })
    expect(JSON.stringify(error) + String((error as Error).stack)).not.toContain('a secret')
  })

  test.each([
    [
      'imports what is not there',
      wat.importsUnknown,
      { code: 'import-not-granted', item: 'test:unknown/thing@1.0.0' },
    ],
    ['has no handler', wat.probe, { code: 'function-unknown', item: 'wasi:http/incoming-handler' }],
    ['is unsafe', wat.codeInName, { code: 'validation-failed', details: { findings: expect.any(Array) } }],
  ])('with one of several components that %s: it is named', async (_, text, expected) => {
    const app = await readSpinApp(folder.path)
    const bad = await parseWat(text)
    const components = app.components.map((each) =>
      each.id === 'other' ? { ...each, component: bad } : each,
    )
    const alone = await createAppHost(bad, {
      llm: createEchoLlm(),
      aiModels: [],
      allowedOutboundHosts: [],
    }).catch((error: AirlockError) => error)
    const { message, hint, details } = alone as AirlockError
    const variables = { key: '', token: '' }
    await expect(
      createSpinHost({ ...app, components }, { llm: createEchoLlm(), variables }),
    ).rejects.toMatchObject({
      ...expected,
      message: `Component other: ${message}`,
      hint,
      details: { ...details, component: 'other' },
    })
  })

  test('with files that are not there; whose they are is said', async () => {
    const app = await readSpinApp(folder.path)
    const components = app.components.map((each) =>
      each.id === 'hidden' ? { ...each, files: ['none.txt'] } : each,
    )
    await expect(
      createSpinHost({ ...app, components }, { llm: createEchoLlm(), variables: { key: '', token: '' } }),
    ).rejects.toMatchObject({ code: 'input-not-found', item: 'none.txt', details: { component: 'hidden' } })
  })

  test('by an interruption, which is the fault of no component', async () => {
    await expect(start({ signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
      message: expect.not.stringContaining('omponent'),
      details: {},
    })
  })

  test('where its state cannot be kept', async () => {
    const stateDir = join(folder.path, 'a-file', 'state')
    await writeFile(join(folder.path, 'a-file'), '')
    await expect(start({ stateDir })).rejects.toMatchObject({ code: 'output-unwritable', item: stateDir })
  })

  test("with a state that would be somebody else's", async () => {
    await using state = await folderOf({ 'cookies.db': 'not ours', 'a/x': '', 'b/x': '', 'c/x': '' })
    const at = (path: string) => join(state.path, path)
    await symlink('../cookies.db', at('a/sqlite_db.db'))
    await link(at('cookies.db'), at('b/sqlite_key_value.db'))
    await symlink('../cookies.db', at('c/sqlite_db_second.db-wal'))
    await symlink('b', at('d'))
    for (const [stateDir, item] of [
      ['a', 'a/sqlite_db.db'],
      ['b', 'b/sqlite_key_value.db'],
      ['c', 'c/sqlite_db_second.db-wal'],
      ['d', 'd'],
    ] as const) {
      await expect(start({ stateDir: at(stateDir) })).rejects.toMatchObject({
        code: 'output-unwritable',
        item: at(item),
      })
    }
    expect(await readFile(at('cookies.db'), 'utf8')).toBe('not ours')
  })

  test('with a component that is none', async () => {
    await using bad = await folderOf({
      'spin.toml': MANIFEST,
      'probe.wasm': await readFile(fileURLToPath(import.meta.url)),
      'data/a.txt': '',
    })
    await expect(
      createSpinHost(await readSpinApp(bad.path), {
        llm: createEchoLlm(),
        variables: { key: '', token: '' },
      }),
    ).rejects.toMatchObject({ code: 'validation-failed' })
  })
})
