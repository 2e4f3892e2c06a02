import { parseManifest } from '@wasm-airlock/host'
import { expect, test } from 'vitest'
import { listComponents } from '../app/list-components.ts'
import type { AppFolder } from '../app/read-app-folder.ts'
import { manifestText } from '../testing/fixtures.ts'
import { isShared, pathsOf } from './free-path.ts'

const other = '[component.other]\nsource = "other.wasm"\n'

function shared(lines: string): boolean {
  const text = `${manifestText()}${lines}`
  const manifest = parseManifest(text)
  const app = { manifest, components: listComponents(manifest) } as Partial<AppFolder> as AppFolder
  const [web] = app.components
  return web !== undefined && pathsOf(app).includes('web.wasm') && isShared(app, web, 'web.wasm')
}

test.each([
  ['the source of another', '[component.other]\nsource = "./web.wasm"\n'],
  ['a profile of another', `${other}[component.other.profile.debug]\nsource = "x/../web.wasm"\n`],
  ['a dependency', '[component.web.dependencies]\n"a:b" = { path = "web.wasm" }\n'],
  [
    'a dependency of a profile',
    `${other}[component.other.profile.debug.dependencies]\n"a:b" = { path = "web.wasm" }\n`,
  ],
  [
    'a dependency of a trigger',
    '[[trigger.http]]\nroute = "/x"\ncomponent = "web"\ndependencies = { middleware = [{ path = "web.wasm" }] }\n',
  ],
  ['a file', `${other}files = ["web.wasm"]\n`],
  ['a pattern', `${other}files = ["*.wasm"]\n`],
  ['a file with a destination', `${other}files = [{ source = "web.wasm", destination = "/x" }]\n`],
  ['the whole folder', `${other}files = [{ source = "./", destination = "/" }]\n`],
])('%s', (_, lines) => {
  expect(shared(lines)).toBe(true)
})

test.each([
  ['nothing', ''],
  ['another file', `${other}files = ["a.wasm", { source = "web", destination = "/" }, "[*]"]\n`],
  ['its own profile', '[component.web.profile.debug]\nsource = "web.wasm"\n'],
])('%s', (_, lines) => {
  expect(shared(lines)).toBe(false)
})
