import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseWat } from '@wasm-airlock/wac'
import { describe, expect, test } from 'vitest'
import { templatePath } from '../template.ts'
import { folderOf, manifestText, plugOf, socketOf } from '../testing/fixtures.ts'
import { formatGraph } from './format-graph.ts'
import { readGraph } from './read-graph.ts'

const c = 'a:b/c@1.0.0'

const shop = `
spin_manifest_version = 2
[application]
name = "shop"
version = "1.2.3"
[[trigger.http]]
route = "/shop/..."
component = "shop"
[[trigger.http]]
id = "cart"
route = "/cart"
component = { source = "shop.wasm", ai_models = ["m"] }
[[trigger.http]]
route = { private = true }
component = { source = { url = "https://example.com/x.wasm", digest = "sha256:0" } }
[[trigger.http]]
route = "/old"
static_response = { status_code = 301 }
[[trigger.redis]]
channel = "orders"
component = "remote"
[component.shop]
source = "shop.wasm"
allowed_outbound_hosts = ["https://example.com"]
dependencies_inherit_configuration = false
[component.shop.dependencies]
"a:b/c@1.0.0" = { path = "deps/c.wasm" }
"x:y" = "1.0.0"
"z:z/z" = { component = "remote", inherit_configuration = true }
[component.remote]
source = { registry = "example.com", package = "a:remote", version = "2.0.0" }
`

test('an application of several triggers, components and dependencies', async () => {
  const folder = await folderOf({
    'spin.toml': shop,
    'shop.wasm': await socketOf(c, 'x:y/z@1.0.0', 'o:p/q', 'wasi:io/poll@0.2.0'),
    'deps/c.wasm': await plugOf('u32', c),
  })
  const graph = await readGraph(join(folder, 'spin.toml'))
  expect(graph).toEqual(await readGraph(folder))
  expect(graph).toMatchObject({ name: 'shop', version: '1.2.3' })
  expect(
    graph.triggers.map(({ kind, route, runs, staticStatus }) => [
      kind,
      route,
      runs.map(({ component }) => component),
      staticStatus,
    ]),
  ).toEqual([
    ['http', '/shop/...', ['shop'], null],
    ['http', '/cart', ['cart-component'], null],
    ['http', null, ['http-trigger1-component'], null],
    ['http', '/old', [], 301],
    ['redis', null, ['remote'], null],
  ])
  expect(graph.triggers[4]?.settings).toEqual({ channel: 'orders' })
  expect(graph.components.map(({ id }) => id)).toEqual([
    'shop',
    'remote',
    'cart-component',
    'http-trigger1-component',
  ])
  const [own, remote, cart] = graph.components
  expect(own?.imports).toEqual([
    { name: c, from: 'dependency', dependency: c },
    { name: 'x:y/z@1.0.0', from: 'dependency', dependency: 'x:y' },
    { name: 'o:p/q', from: 'nobody', dependency: null },
    { name: 'wasi:io/poll@0.2.0', from: 'host', dependency: null },
  ])
  expect(own?.dependencies).toMatchObject([
    {
      source: { kind: 'file', path: 'deps/c.wasm' },
      export: null,
      satisfies: [c],
      inherits: false,
      contents: { parts: [] },
    },
    { source: { kind: 'registry', package: 'x:y', version: '1.0.0', registry: null }, contents: null },
    { source: { kind: 'component', id: 'remote' }, satisfies: [], inherits: true },
  ])
  expect(own?.grants.allowedOutboundHosts).toEqual(['https://example.com'])
  expect(remote).toMatchObject({
    source: { kind: 'registry', version: '2.0.0' },
    contents: null,
    imports: [],
  })
  expect(cart?.grants.aiModels).toEqual(['m'])
})

test('the template', async () => {
  const { components } = await readGraph(templatePath())
  expect(components).toMatchObject([
    {
      id: 'prompt-app',
      contents: {
        parts: [],
        incomplete: null,
        exports: [{ name: expect.stringContaining('incoming-handler') }],
      },
    },
  ])
  expect(components[0]?.imports.filter(({ from }) => from === 'nobody')).toEqual([
    { name: 'component:promptprocessor/promptmodification@0.0.1', from: 'nobody', dependency: null },
  ])
})

test('core modules, of which Spin makes components itself, stand beside what is looked into', async () => {
  const folder = await folderOf({
    'spin.toml': `${manifestText(`dependencies = { "${c}" = { path = "core.wasm" } }`)}
[component.core]
source = "core.wasm"
`,
    'web.wasm': await socketOf(c),
    'core.wasm': await parseWat('(module)'),
  })
  const graph = await readGraph(folder)
  expect(graph.components).toMatchObject([
    {
      id: 'web',
      contents: { imports: [c] },
      imports: [{ name: c, from: 'dependency' }],
      dependencies: [{ satisfies: [c], contents: null }],
    },
    { id: 'core', source: { kind: 'file', path: 'core.wasm' }, contents: null, imports: [] },
  ])
  const text = await formatGraph(graph, 'text')
  expect(text.match(/not looked into: it is a core module/g)).toHaveLength(2)
  for (const format of ['mermaid', 'dot', 'svg'] as const)
    expect((await formatGraph(graph, format)).match(/a core module/g)).toHaveLength(2)
})

describe('refused by name', () => {
  test('a source that is no component, is not there, or lies elsewhere', async () => {
    const folder = await folderOf({ 'spin.toml': manifestText() })
    await expect(readGraph(folder)).rejects.toMatchObject({ code: 'input-not-found', item: 'web.wasm' })
    for (const bytes of ['', 'no wasm', '\0asm', '\0asm\x02\0\0\0', '\0asm\x01\0\0']) {
      await writeFile(join(folder, 'web.wasm'), bytes)
      await expect(readGraph(folder)).rejects.toMatchObject({ code: 'component-malformed', item: 'web.wasm' })
    }
    await writeFile(join(folder, 'spin.toml'), manifestText().replace('web.wasm', '/etc/passwd'))
    await expect(readGraph(folder)).rejects.toMatchObject({ code: 'manifest-invalid' })
    await expect(readGraph(join(folder, 'none'))).rejects.toMatchObject({ code: 'input-not-found' })
  })

  test('one that is cut off is read as far as it goes', async () => {
    const web = await socketOf(c)
    const folder = await folderOf({
      'spin.toml': manifestText(),
      'web.wasm': web.subarray(0, web.length - 30),
    })
    const { components } = await readGraph(folder)
    expect(components).toMatchObject([
      { imports: [{ name: c }], contents: { incomplete: expect.stringContaining('too early') } },
    ])
  })
})
