import { mkdir, rename, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readSpinApp } from '@wasm-airlock/host'
import { execa } from 'execa'
import { describe, expect, test } from 'vitest'
import { templatePath } from '../template.ts'
import { folderOf, manifestText, socketOf, temporaryFolder } from '../testing/fixtures.ts'
import { manifests } from '../testing/manifests.ts'
import { readAppComponent, readAppFolder } from './read-app-folder.ts'

describe('an application', () => {
  test('is read by its folder, by its manifest, and through a link', async () => {
    const folder = await folderOf({ 'spin.toml': manifestText() })
    const app = await readAppFolder(folder)
    expect(app).toMatchObject({ folder, manifestName: 'spin.toml', text: manifestText() })
    expect(app.components).toMatchObject([{ id: 'web', place: ['component', 'web'] }])
    expect(await readAppFolder(join(folder, 'spin.toml'))).toEqual(app)
    const link = join(await temporaryFolder(), 'link')
    await symlink(folder, link)
    expect(await readAppFolder(link)).toEqual(app)
    await rename(join(folder, 'spin.toml'), join(folder, 'other.toml'))
    expect(await readAppFolder(join(folder, 'other.toml'))).toEqual({ ...app, manifestName: 'other.toml' })
  })

  test('is the template too', async () => {
    const { components } = await readAppFolder(templatePath())
    expect(components.map(({ id }) => id)).toEqual(['prompt-app'])
  })

  test.each(Object.entries(manifests))('of any style: %s', async (_, text) => {
    for (const written of [text, `\uFEFF${text}`, text.replaceAll('\n', '\r\n')]) {
      const app = await readAppFolder(await folderOf({ 'spin.toml': written }))
      expect(app.text).toBe(written)
      for (const { place, manifest } of app.components) {
        const found = place.reduce<unknown>((data, key) => Reflect.get(data as object, key), app.manifest)
        expect(found).toBe(manifest)
      }
    }
  })
})

describe('components inside of triggers', () => {
  const inline = (name: string) => `{ source = "${name}.wasm" }`

  test('have the ids that the host gives them', async () => {
    const component = await socketOf()
    const folder = await folderOf({
      'spin.toml': `spin_manifest_version = 2
application.name = "a"
[component]
http-trigger2-component = ${inline('a')}
inline-component1 = ${inline('a')}
[trigger]
http = [
  { route = "/a", component = ${inline('a')} },
  { route = "/b", component = ${inline('a')} },
  { route = "/c", component = ${inline('a')}, id = "Not Kebab" },
  { route = "/d", component = "http-trigger2-component" },
  { route = "/e", component = ${inline('a')}, id = "e" },
]`,
      'a.wasm': component,
    })
    const ids = (await readAppFolder(folder)).components.map(({ id }) => id)
    expect(ids).toEqual([
      'http-trigger2-component',
      'inline-component1',
      'http-trigger1-component',
      'inline-component2',
      'inline-component3',
      'e-component',
    ])
    const { components } = await readSpinApp(folder)
    expect(components.map(({ id }) => id).filter((id) => !ids.includes(id))).toEqual([])
  })

  test('of other triggers, and several in one, have those of Spin', async () => {
    const app = await readAppFolder(
      await folderOf({
        'spin.toml': `spin_manifest_version = 2
application.name = "a"
[[trigger.redis]]
component = ${inline('a')}
[[trigger.http]]
id = "redis-trigger2"
route = "/"
component = ${inline('b')}
[[trigger.redis]]
[trigger.redis.components]
one = ${inline('c')}
two = ["web", ${inline('d')}]
[component.web]
source = "web.wasm"`,
      }),
    )
    expect(app.components.map(({ id, place }) => [id, place.join('.')])).toEqual([
      ['web', 'component.web'],
      ['redis-trigger1-component', 'trigger.redis.0.component'],
      ['inline-component1', 'trigger.redis.1.components.one'],
      ['inline-component2', 'trigger.redis.1.components.two.1'],
      ['redis-trigger2-component', 'trigger.http.0.component'],
    ])
  })
})

describe('the bytes of a component', () => {
  test('are read where they are a file', async () => {
    const bytes = await socketOf()
    const app = await readAppFolder(await folderOf({ 'spin.toml': manifestText(), 'web.wasm': bytes }))
    expect(app.components).toHaveLength(1)
    for (const component of app.components) expect(await readAppComponent(app, component)).toEqual(bytes)
  })

  test.each([
    ['"web.wasm"', 'input-not-found', 'web.wasm'],
    ['"../web.wasm"', 'input-not-found', '../web.wasm'],
    ['"/etc/passwd"', 'manifest-invalid', '/etc/passwd'],
    ['"out"', 'manifest-invalid', 'out'],
    ['"pipe"', 'input-unreadable', 'pipe'],
    ['{ url = "https://example.com", digest = "sha256:0" }', 'manifest-invalid', 'component.web.source'],
    ['{ registry = "r", package = "a:b", version = "1.0.0" }', 'manifest-invalid', 'component.web.source'],
  ])('are refused: %s', async (source, code, item) => {
    const folder = await folderOf({ 'spin.toml': manifestText().replace('"web.wasm"', source) })
    await symlink('/etc/passwd', join(folder, 'out'))
    await execa('mkfifo', [join(folder, 'pipe')])
    const app = await readAppFolder(folder)
    for (const component of app.components) {
      await expect(readAppComponent(app, component)).rejects.toMatchObject({ code, item })
    }
    expect(app.components).toHaveLength(1)
  })
})

describe('refused', () => {
  test('nothing there, no manifest, no text, no manifest of Spin', async () => {
    const folder = await temporaryFolder()
    await expect(readAppFolder(join(folder, 'none'))).rejects.toMatchObject({ code: 'input-not-found' })
    await expect(readAppFolder(folder)).rejects.toMatchObject({ code: 'input-not-found', item: 'spin.toml' })
    await writeFile(join(folder, 'spin.toml'), Buffer.from([0xff, 0xfe, 0x41]))
    await expect(readAppFolder(folder)).rejects.toMatchObject({ code: 'manifest-invalid', item: 'spin.toml' })
    await writeFile(join(folder, 'spin.toml'), `${manifestText()}unknown = 1`)
    await expect(readAppFolder(folder)).rejects.toMatchObject({ code: 'manifest-invalid' })
    await writeFile(join(folder, 'spin.toml'), `${manifestText()}#${' '.repeat(2 ** 20)}`)
    await expect(readAppFolder(folder)).rejects.toMatchObject({ code: 'input-too-large' })
  })

  test('a manifest behind a link that leads out', async () => {
    const outer = await folderOf({ 'spin.toml': manifestText() })
    await mkdir(join(outer, 'app'))
    await symlink('../spin.toml', join(outer, 'app/spin.toml'))
    await expect(readAppFolder(join(outer, 'app'))).rejects.toMatchObject({ code: 'manifest-invalid' })
  })
})
