import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { maximumComponentBytes } from '@wasm-airlock/host'
import { beforeAll, describe, expect, test } from 'vitest'
import { readApp } from './read-app.ts'
import { templatePath } from './template.ts'
import { folderOf, manifestText, socketOf, temporaryFolder } from './testing/fixtures.ts'

let web: Uint8Array
beforeAll(async () => {
  web = await socketOf()
})

function appWith(...lines: readonly string[]): Promise<string> {
  return folderOf({ 'spin.toml': manifestText(...lines), 'web.wasm': web })
}

/** Replaces the source of the component. */
function withSource(source: string): string {
  return manifestText().replace('"web.wasm"', source)
}

describe('an application', () => {
  test('is read with all that it is granted', async () => {
    const folder = await appWith(
      'ai_models = ["llama2-chat"]',
      'allowed_outbound_hosts = ["https://example.com"]',
      'key_value_stores = []',
      'sqlite_databases = []',
      'allowed_http_hosts = []',
      'files = []',
      'variables = {}',
      'environment = {}',
    )
    const app = await readApp(folder)
    expect(app).toMatchObject({
      path: folder,
      name: 'web-app',
      componentId: 'web',
      route: '/...',
      aiModels: ['llama2-chat'],
      allowedOutboundHosts: ['https://example.com'],
    })
    expect(app.component).toEqual(web)
    expect(await readApp(join(folder, 'spin.toml'))).toEqual(app)
  })

  test('that says nothing is granted nothing', async () => {
    expect(await readApp(await appWith())).toMatchObject({ aiModels: [], allowedOutboundHosts: [] })
  })

  test('is the template too', async () => {
    expect(await readApp(templatePath())).toMatchObject({ name: 'prompt-app', aiModels: ['llama2-chat'] })
  })

  test('may have its component in a folder, or behind a link that stays inside', async () => {
    const folder = await folderOf({ 'spin.toml': withSource('"link/./web.wasm"'), 'target/web.wasm': web })
    await symlink('target', join(folder, 'link'))
    expect((await readApp(folder)).component).toEqual(web)
  })
})

describe('refused', () => {
  test('nothing there, no manifest, no component', async () => {
    const folder = await temporaryFolder()
    await expect(readApp(join(folder, 'none'))).rejects.toMatchObject({ code: 'input-not-found' })
    await expect(readApp(folder)).rejects.toMatchObject({ code: 'input-not-found', item: 'spin.toml' })
    await writeFile(join(folder, 'spin.toml'), manifestText())
    await expect(readApp(folder)).rejects.toMatchObject({
      code: 'input-not-found',
      item: 'web.wasm',
      hint: 'Build the application first.',
    })
    await mkdir(join(folder, 'web.wasm'))
    await expect(readApp(folder)).rejects.toMatchObject({ code: 'input-unreadable', item: 'web.wasm' })
  })

  test.each(['"../web.wasm"', '"/etc/passwd"', String.raw`'C:\x.wasm'`, '"a/../../x.wasm"', '".."', '"."'])(
    'the source %s',
    async (source) => {
      const outer = await folderOf({ 'app/spin.toml': withSource(source), 'web.wasm': web })
      await expect(readApp(join(outer, 'app'))).rejects.toMatchObject({
        code: expect.stringMatching(/^(manifest-invalid|input-not-found)$/),
      })
    },
  )

  test('links that lead out of the folder, of the component and of the manifest', async () => {
    const outer = await folderOf({ 'app/spin.toml': manifestText(), 'web.wasm': web, 'b/x': '' })
    await symlink('../web.wasm', join(outer, 'app/web.wasm'))
    await expect(readApp(join(outer, 'app'))).rejects.toMatchObject({ code: 'manifest-invalid' })
    await symlink('../app/spin.toml', join(outer, 'b/spin.toml'))
    await expect(readApp(join(outer, 'b'))).rejects.toMatchObject({ code: 'manifest-invalid' })
  })

  test('a component that is too large', async () => {
    const folder = await appWith()
    await truncate(join(folder, 'web.wasm'), maximumComponentBytes + 1)
    await expect(readApp(folder)).rejects.toMatchObject({ code: 'input-too-large', item: 'web.wasm' })
  })

  test.each([
    ['files = ["x"]', 'component.web.files'],
    ['dependencies = { "a:b" = "1" }', 'component.web.dependencies'],
    ['environment = { LANG = "C" }', 'component.web.environment'],
    ['variables = { key = "{{ api_key }}" }', 'component.web.variables'],
    ['key_value_stores = ["default"]', 'component.web.key_value_stores'],
    ['sqlite_databases = ["db"]', 'component.web.sqlite_databases'],
    ['allowed_http_hosts = ["example.com"]', 'component.web.allowed_http_hosts'],
    ['[component.other]\nsource = "x.wasm"', 'component'],
    ['[[trigger.http]]\nroute = "/x"\ncomponent = "web"', 'trigger.http'],
    ['[[trigger.redis]]\nchannel = "x"\ncomponent = "web"', 'trigger.redis'],
  ])('what this version does not serve: %j', async (line, item) => {
    await expect(readApp(await appWith(line))).rejects.toMatchObject({ code: 'manifest-invalid', item })
  })

  test.each([
    ['component = "web"', 'component = "other"', 'trigger.http.0.component'],
    ['component = "web"', 'component = { source = "x" }', 'trigger.http.0.component'],
    ['component = "web"', '', 'trigger.http.0.component'],
    ['route = "/..."', 'route = { private = true }', 'trigger.http.0.route'],
    ['"web.wasm"', '{ url = "https://example.com", digest = "sha256:0" }', 'component.web.source'],
  ])('%s replaced by %s', async (from, to, item) => {
    const folder = await folderOf({ 'spin.toml': manifestText().replace(from, to), 'web.wasm': web })
    await expect(readApp(folder)).rejects.toMatchObject({ code: 'manifest-invalid', item })
  })
})
