import { parseManifest } from '@wasm-airlock/host'
import { expect, test } from 'vitest'
import type { AppComponent, AppFolder } from '../app/read-app-folder.ts'
import type { Middleware } from '../document/middleware.ts'
import { manifestText } from '../testing/fixtures.ts'
import { choiceVariables } from './choice-variables.ts'

const tone = [{ links: ['one', 'ten'], variable: 'tone' }] as unknown as Middleware[]

/** @param variables Of the application, as lines of TOML. */
function editsFor(share: string, variables: string) {
  const text = manifestText(share).replace('[application]', `[variables]\n${variables}\n[application]`)
  const manifest = parseManifest(text)
  const web = { id: 'web', place: ['component', 'web'], manifest: manifest.component?.web } as AppComponent
  return choiceVariables({ manifest } as AppFolder, web, tone).map(({ path }) => path.join('.'))
}

const share = 'component.web.variables.tone'

test.each([
  ['', '', ['variables.tone', share]],
  ['', 'tone = { required = true }', [share]],
  ['', 'tone = { default = "ten" }', [share]],
  ['', 'tone = { default = "none", secret = true }', [share]],
  ['variables = { tone = "ten" }', '', ['variables.tone']],
  ['variables = { tone = "{{ tone }}" }', 'tone = { default = "one" }', []],
  ['variables = { tone = "{{ voice }}" }', 'tone = { default = "one" }\nvoice = { default = "ten" }', []],
  ['variables = { tone = "{{ voice }}" }', 'voice = { required = true }', ['variables.tone']],
])('%s and %s: sets %j', (own, variables, expected) => {
  expect(editsFor(own, variables)).toEqual(expected)
})

test.each([
  ['', 'tone = { default = "none" }', 'variables.tone.default', 'none'],
  ['variables = { tone = "{{tone}}" }', 'tone = { default = "" }', 'variables.tone.default', ''],
  ['variables = { tone = "fixed" }', '', share, 'fixed'],
  ['variables = { tone = "{{ voice }}!" }', 'voice = { default = "ten" }', share, 'ten!'],
])('%s and %s are refused', (own, variables, item, value) => {
  expect(() => editsFor(own, variables)).toThrow(
    expect.objectContaining({
      code: 'manifest-invalid',
      item,
      message: expect.stringContaining(`${JSON.stringify(value)} is none of one, ten`),
    }),
  )
})
