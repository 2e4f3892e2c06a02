import { AirlockError } from '@wasm-airlock/shared'
import { describe, expect, test } from 'vitest'
import { manifestText } from '../test-support/spin-folder.ts'
import { parseManifest, printManifest } from './parse.ts'

function refusalOf(toml: string): AirlockError {
  try {
    parseManifest(toml)
  } catch (error) {
    if (error instanceof AirlockError) return error
    throw error
  }
  throw new Error('the manifest was taken')
}

const everything = `
spin_manifest_version = 2
[application]
name = "all of it"
version = "1.2.3"
description = "d"
authors = ["a"]
targets = ["spin-up:3.3"]
[application.trigger.redis]
address = "redis://localhost"
[application.tool.x]
since = 2026-01-02
[variables]
api_key = { required = true, secret = true, description = "k" }
host = { default = "example.com" }
[[trigger.http]]
id = "one"
route = { private = true }
component = "web-app"
executor = { type = "wagi" }
[[trigger.redis]]
channel = "c"
address = "redis://localhost"
component = { source = "inline.wasm" }
[component.web-app]
source = { url = "https://example.com/x.wasm", digest = "sha256:0" }
description = "d"
variables = { key = "{{ api_key }}" }
environment = { LANG = "C" }
files = ["a/*", { source = "b", destination = "/" }]
exclude_files = ["a/x"]
allowed_http_hosts = ["x"]
allowed_outbound_hosts = ["https://{{ host }}"]
key_value_stores = ["default", "my-store"]
sqlite_databases = ["my_db"]
ai_models = ["llama2-chat"]
targets = ["spin-up:3.3"]
dependencies_inherit_configuration = false
[component.web-app.build]
command = ["a", "b"]
workdir = "w"
watch = ["**/*.ts"]
[component.web-app.tool.x]
y = 1
[component.web-app.dependencies]
"a:b/c@1.0.0" = { path = "c.wasm", export = "e" }
"a:d" = ">=1.0.0"
"a:e" = { version = "1", registry = "r", package = "p:q" }
"a:f" = { url = "https://example.com", digest = "sha256:0" }
"a:g" = { component = "other", inherit_configuration = ["ai_models"] }
[component.web-app.profile.debug]
source = "debug.wasm"
build.command = "debug"
[component.other]
source = { registry = "example.com", package = "a:b", version = "1.0.0" }
`

describe('a manifest', () => {
  test('keeps every field of version 2, and prints them all again', () => {
    const manifest = parseManifest(everything)
    expect(parseManifest(printManifest(manifest, ['One.', 'Two.']))).toEqual(manifest)
    expect(printManifest(manifest, ['One.', 'Two.'])).toMatch(
      /^# One\.\n# Two\.\n\nspin_manifest_version = 2\n/,
    )
  })

  test('prints strange values as values', () => {
    const name = 'x"\n[component.evil]\nsource = "y"\n\u0000\u007f'
    const manifest = { ...parseManifest(manifestText()), application: { name } }
    expect(parseManifest(printManifest(manifest, []))).toEqual(manifest)
  })

  test.each([
    ['ai_modells = []', 'component.web.ai_modells'],
    ['[component.web.build]\ncommand = "x"\ncwd = "y"', 'component.web.build.cwd'],
    ['[component.Web]\nsource = "x"', 'component.Web'],
    ['[component.a-1]\nsource = "x"', 'component.a-1'],
    ['[component.other]', 'component.other.source'],
    ['ai_models = "llama2-chat"', 'component.web.ai_models'],
    ['variables = { "a-b" = "c" }', 'component.web.variables.a-b'],
    ['[variables]\na = {}', 'variables.a'],
    ['[variables]\na = { required = true, default = "x" }', 'variables.a'],
    ['[[trigger.http]]\nroute = "/x"\nrout = "/y"', 'trigger.http.1.rout'],
    ['[[trigger.http]]', 'trigger.http.1.route'],
    ['[extra]', 'extra'],
  ])('with %j is refused at %s', (line, path) => {
    const error = refusalOf(manifestText(line))
    expect(error).toMatchObject({ code: 'manifest-invalid', item: path })
    expect(error.message).toContain(path)
  })

  test('of version 1 is refused', () => {
    expect(refusalOf('spin_manifest_version = "1"').details).toMatchObject({
      problems: expect.arrayContaining([
        { path: 'spin_manifest_version', message: 'only manifest version 2 is supported' },
      ]),
    })
  })

  test.each([
    ['a = ', 1],
    [`${manifestText()}source = "again"`, 10],
    [`x = ${'['.repeat(5000)}`, 1],
  ])('that is no TOML is refused with its line', (toml, line) => {
    expect(refusalOf(toml)).toMatchObject({ code: 'manifest-invalid', details: { line } })
  })

  test('with __proto__ as a key is refused', () => {
    expect(refusalOf('[__proto__]\nx = 1').code).toBe('manifest-invalid')
  })
})
