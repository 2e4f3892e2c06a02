// Edits of manifests as people write them, read again by the parser of Python.
import { createRandom } from '../../../../tools/random.ts'
import { editManifest } from '../../src/manifest/edit-manifest.ts'
import { manifests } from '../../src/testing/manifests.ts'

/** What composing sets: a source, a dependency, a variable. */
const possible = (id) => [
  { path: ['component', id, 'source'], value: 'new.wasm' },
  { path: ['component', id, 'dependencies_inherit_configuration'], value: false },
  {
    path: ['component', id, 'dependencies', 'a:b/c@1.0.0'],
    value: { path: 'dependencies/x.wasm', export: 'a:b/c@1.2.0' },
  },
  { path: ['component', id, 'dependencies', 'a:b@1.0.0'], value: { path: 'dependencies/y.wasm' } },
  { path: ['component', id, 'variables', 'tone'], value: '{{ tone }}' },
  { path: ['variables', 'tone'], value: { default: 'x' } },
]

export async function compareEdits({ toml, report }, seed) {
  const random = createRandom(seed)
  for (const [name, text] of Object.entries(manifests)) {
    const { data } = await toml.ask({ old: text, new: text, edits: [] })
    if (data === null) continue
    const ids = Object.keys(data.component ?? {})
    for (const id of ids) {
      const edits = possible(id).filter(() => !random.oneIn(3))
      let edited
      try {
        edited = editManifest(text, edits)
      } catch (error) {
        report(`manifest ${name}: ${error.message}`, error.code === 'manifest-invalid', error.stack)
        continue
      }
      const { problems } = await toml.ask({ old: text, new: edited, edits })
      report(`manifest ${name}, ${id}`, problems.length === 0, { problems, edits, text, edited })
    }
  }
}
