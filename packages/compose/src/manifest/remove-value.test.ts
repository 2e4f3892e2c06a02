import { describe, expect, test } from 'vitest'
import { manifests } from '../testing/manifests.ts'
import { manifestText } from '../testing/fixtures.ts'
import { editManifest, type ManifestEdit } from './edit-manifest.ts'

const at = (...path: string[]) => ['component', 'web', ...path]
const key = at('dependencies', 'a:b/c@1.0.0')
/** Where a table is put before another header, an empty line comes between, which could be anybody's afterwards. */
const dense = (text: string) => text.replaceAll(/(\r?\n)(?:\r?\n)+/g, '$1')
const edits: ManifestEdit[] = [
  { path: at('dependencies_inherit_configuration'), value: false },
  { path: key, value: { path: 'dependencies/x.wasm' } },
  { path: ['variables', 'how'], value: { default: 'one' } },
  { path: at('variables', 'how'), value: '{{ how }}' },
]

describe('what was set is taken out again', () => {
  test.each([
    ['as it is', manifestText()],
    ['CRLF', manifestText('# end').replaceAll('\n', '\r\n')],
    ['without an end', manifestText().trimEnd()],
    ['others there', manifestText('[component.web.dependencies]', '"a:x" = "1.0.0" # mine', '', '# next')],
    ['inline', manifestText('dependencies = { "a:x" = "1.0.0" }', 'variables = { x = "y" }')],
    ['dotted', manifestText('dependencies."a:x" = "1.0.0"')],
  ])('%s', (_, text) => {
    const edited = editManifest(text, edits)
    expect(edited).not.toBe(text)
    const paths = edits.map(({ path }) => path)
    expect(dense(editManifest(edited, [], paths))).toBe(dense(text))
  })

  test('with the first and the middle of an inline table', () => {
    const text = manifestText('dependencies = { "a:b/c@1.0.0" = { path = "x" }, "a:x" = "1.0.0", "a:y" = "1.0.0" }')
    expect(editManifest(text, [], [key])).toContain('dependencies = { "a:x" = "1.0.0", "a:y" = "1.0.0" }')
    expect(editManifest(text, [], [at('dependencies', 'a:x')])).toContain('"x" }, "a:y" = "1.0.0" }')
  })
})

test('comments and what else stands there stay', () => {
  const text = manifestText('[component.web.dependencies]', '# mine', '"a:b/c@1.0.0" = { path = "x" }', '# below')
  expect(editManifest(text, [], [key])).toBe(
    manifestText('[component.web.dependencies]', '# mine', '# below'),
  )
})

test('what is not there, or has lines of its own, is not taken out', () => {
  const text = manifestText('[component.web.dependencies."a:b/c@1.0.0"]', 'path = "x"')
  for (const path of [key, at('dependencies', 'a:z'), at('none', 'x')]) {
    expect(() => editManifest(text, [], [path])).toThrow(
      expect.objectContaining({ code: 'manifest-invalid', hint: expect.stringContaining('by hand') }),
    )
  }
})

test('in manifests as they are written', () => {
  for (const text of Object.values(manifests)) {
    const path = ['variables', 'some_new_one']
    const edited = editManifest(text, [{ path, value: { default: 'x' } }])
    expect(dense(editManifest(edited, [], [path]))).toBe(dense(text))
  }
})
