import { mkdir, rmdir, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseWat } from '@wasm-airlock/wac'
import { beforeAll, describe, expect, test } from 'vitest'
import { folderOf, manifestText } from '../test-support/spin-folder.ts'
import { maximumComponentBytes } from './app-files.ts'
import { readSpinApp } from './read-spin-app.ts'
import { resolveVariables } from './resolve-variables.ts'

let web: Uint8Array
beforeAll(async () => {
  web = await parseWat('(component)')
})

async function read(toml: string) {
  await using folder = await folderOf({ 'spin.toml': toml, 'web.wasm': web, 'other.wasm': web })
  return await readSpinApp(folder.path)
}

const everything = `
spin_manifest_version = 2
[application]
name = "shop"
version = "1.2.3"
[variables]
host = { default = "example.com" }
key = { required = true, secret = true }
[[trigger.http]]
route = "/shop/..."
component = "shop"
[[trigger.http]]
id = "cart"
route = "/cart/:id"
component = { source = "other.wasm" }
[[trigger.http]]
route = { private = true }
component = { source = "other.wasm", ai_models = ["m"] }
[[trigger.http]]
route = "/old"
static_response = { status_code = 301, headers = { location = "/shop" }, body = "moved" }
[component.shop]
source = "web.wasm"
description = "sells"
variables = { url = "https://{{ host }}/?key={{key}}" }
environment = { LANG = "C" }
files = ["a/*", { source = "assets", destination = "/static" }]
exclude_files = ["a/x"]
allowed_outbound_hosts = ["https://{{ host }}", "http://self"]
key_value_stores = ["default"]
sqlite_databases = ["default"]
ai_models = ["llama2-chat"]
[component.nobody]
source = "missing.wasm"
`

describe('an application', () => {
  test('may have its component in a folder behind a link that stays inside', async () => {
    const toml = manifestText().replace('web.wasm', 'link/./web.wasm')
    await using folder = await folderOf({ 'other.toml': toml, 'target/web.wasm': web })
    await symlink('target', join(folder.path, 'link'))
    expect((await readSpinApp(join(folder.path, 'other.toml'))).components[0]?.component).toEqual(web)
  })

  test('is read with all that its components are granted', async () => {
    const app = await read(everything)
    expect(app).toMatchObject({
      name: 'shop',
      version: '1.2.3',
      variables: { host: { default: 'example.com', isSecret: false }, key: { isSecret: true } },
      triggers: [
        { route: '/shop/...', component: 'shop' },
        { route: '/cart/:id', component: 'cart-component' },
        { route: null, component: 'http-trigger1-component' },
        {
          route: '/old',
          staticResponse: { status: 301, headers: [['location', '/shop']], body: 'moved' },
        },
      ],
    })
    expect(app.components.map(({ id }) => id)).toEqual(['shop', 'cart-component', 'http-trigger1-component'])
    expect(app.components[0]).toEqual({
      id: 'shop',
      component: web,
      description: 'sells',
      variables: { url: 'https://{{ host }}/?key={{key}}' },
      environment: { LANG: 'C' },
      files: ['a/*', { source: 'assets', destination: '/static' }],
      excludeFiles: ['a/x'],
      keyValueStores: ['default'],
      sqliteDatabases: ['default'],
      aiModels: ['llama2-chat'],
      allowedOutboundHosts: ['https://{{ host }}', 'http://self'],
    })
    expect(app.components[2]).toMatchObject({ aiModels: ['m'], keyValueStores: [], variables: {} })
  })

  test('gets values for its variables, and says which are missing', async () => {
    const app = await read(everything)
    expect([...resolveVariables(app, { key: 'k' })]).toEqual([
      ['host', 'example.com'],
      ['key', 'k'],
    ])
    expect(resolveVariables(app, { key: 'k', host: 'h' }).get('host')).toBe('h')
    expect(() => resolveVariables(app, {})).toThrow(
      expect.objectContaining({ code: 'variable-missing', details: { missing: ['key'] } }),
    )
    for (const name of ['kay', 'constructor', '__proto__']) {
      const given = JSON.parse(`{ "key": "k", ${JSON.stringify(name)}: "x" }`)
      expect(() => resolveVariables(app, given)).toThrow(
        expect.objectContaining({ code: 'usage-invalid', item: name }),
      )
    }
  })
})

describe('refused by name', () => {
  test.each([
    ['variables = { a = "{{ nothing }}" }', 'component.web.variables.a'],
    ['variables = { a = "{{ unclosed" }', 'component.web.variables.a'],
    ['allowed_outbound_hosts = ["https://{{ nothing }}"]', 'component.web.allowed_outbound_hosts'],
    ['allowed_http_hosts = ["example.com"]', 'component.web.allowed_http_hosts'],
    ['dependencies = { "a:b" = "1" }', 'component.web.dependencies.a:b'],
    ['dependencies = { "a:b" = { component = "web" } }', 'component.web.dependencies.a:b'],
    ['dependencies = { "a:b" = { path = "other.wasm" } }', 'component.web.dependencies.a:b'],
    ['dependencies = { "a:b" = { path = "/etc/passwd" } }', '/etc/passwd'],
    ['[[trigger.redis]]\nchannel = "x"\ncomponent = "web"', 'trigger.redis'],
    ['[[trigger.http]]\nroute = "/x"', 'trigger.http.1.component'],
    ['[[trigger.http]]\nroute = "/x"\ncomponent = "other"', 'trigger.http.1.component'],
    ['[[trigger.http]]\nroute = "/x"\ncomponent = "constructor"', 'trigger.http.1.component'],
    ['[[trigger.http]]\nroute = { private = false }\ncomponent = "web"', 'trigger.http.1.route'],
    ['[[trigger.http]]\nroute = "/x/.../y"\ncomponent = "web"', '/x/.../y'],
    [
      '[[trigger.http]]\nroute = "/x"\ncomponent = "web"\nexecutor = { type = "wagi" }',
      'trigger.http.1.executor',
    ],
    ['[[trigger.http]]\nroute = "/x"\ncomponent = "web"\nstatic_response = {}', 'trigger.http.1.component'],
    ['[[trigger.http]]\nroute = "/x"\nstatic_response = { status = 1 }', 'trigger.http.1.static_response'],
    [
      '[[trigger.http]]\nroute = "/x"\nstatic_response = { headers = { a = "b\\r\\nc: d" } }',
      'trigger.http.1.static_response.headers.a',
    ],
  ])('%s', async (line, item) => {
    await expect(read(manifestText(line))).rejects.toMatchObject({ code: 'manifest-invalid', item })
  })

  test.each(['../web.wasm', '/etc/passwd', 'a/../../x.wasm'])('the source %s', async (source) => {
    await expect(read(manifestText().replace('web.wasm', source))).rejects.toMatchObject({
      code: expect.stringMatching(/^(manifest-invalid|input-not-found)$/),
    })
  })

  test('a source on the network', async () => {
    const text = manifestText().replace('"web.wasm"', '{ url = "https://example.com", digest = "sha256:0" }')
    await expect(read(text)).rejects.toMatchObject({ code: 'manifest-invalid', item: 'component.web.source' })
  })

  test('links that lead out of the folder, of a component and of the manifest', async () => {
    await using outer = await folderOf({ 'app/spin.toml': manifestText(), 'web.wasm': web, 'b/x': '' })
    await symlink('../web.wasm', join(outer.path, 'app/web.wasm'))
    await expect(readSpinApp(join(outer.path, 'app'))).rejects.toMatchObject({ code: 'manifest-invalid' })
    await symlink('../app/spin.toml', join(outer.path, 'b/spin.toml'))
    await expect(readSpinApp(join(outer.path, 'b'))).rejects.toMatchObject({ code: 'manifest-invalid' })
  })

  test('a component that is a folder, or too large', async () => {
    await using folder = await folderOf({ 'spin.toml': manifestText() })
    const path = join(folder.path, 'web.wasm')
    await mkdir(path)
    const item = 'web.wasm'
    await expect(readSpinApp(folder.path)).rejects.toMatchObject({ code: 'input-unreadable', item })
    await rmdir(path)
    await writeFile(path, web)
    await truncate(path, maximumComponentBytes + 1)
    await expect(readSpinApp(folder.path)).rejects.toMatchObject({ code: 'input-too-large', item })
  })

  test('what is not there', async () => {
    await using folder = await folderOf({})
    await expect(readSpinApp(join(folder.path, 'none'))).rejects.toMatchObject({ code: 'input-not-found' })
    await expect(readSpinApp(folder.path)).rejects.toMatchObject({
      code: 'input-not-found',
      item: 'spin.toml',
    })
    await writeFile(join(folder.path, 'spin.toml'), manifestText())
    await expect(readSpinApp(folder.path)).rejects.toMatchObject({
      code: 'input-not-found',
      item: 'web.wasm',
      hint: 'Build the application first.',
    })
  })
})
