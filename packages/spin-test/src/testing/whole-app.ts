import { execFile } from 'node:child_process'
import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { componentizeSource } from '@wasm-airlock/componentize'
import { templatePath } from '@wasm-airlock/compose'

/** A manifest with all that an application may have beside one component and one route. */
const manifest = `spin_manifest_version = 2
[application]
name = "whole-app"
version = "1.0.0"
[variables]
greeting = { default = "ahoy" }
host = { default = "example.com" }
[[trigger.http]]
route = "/..."
component = "prompt-app"
[[trigger.http]]
route = "/probe/..."
component = "probe"
[[trigger.http]]
route = "/old"
static_response = { status_code = 503, body = "gone" }
[component.prompt-app]
source = "prompt-app.wasm"
ai_models = ["llama2-chat"]
[component.prompt-app.dependencies]
"component:promptprocessor/promptmodification@0.0.1" = { path = "dependencies/shout.wasm" }
[component.probe]
source = "./parts/probe.wasm"
variables = { word = "{{ greeting }}!" }
files = ["data/*.txt", { source = "page", destination = "/static" }]
exclude_files = ["data/private.txt"]
key_value_stores = ["default"]
allowed_outbound_hosts = ["https://{{ host }}"]
`

/**
 * Writes an application of two components with routes of their own: the template with a dependency that shouts,
 * and the probe that runs the steps it is sent.
 *
 * @param folder That it is written to; made where it is not there.
 */
export async function writeWholeApp(folder: string): Promise<void> {
  const files = {
    'spin.toml': manifest,
    'data/a.txt': 'from a file',
    'data/private.txt': 'private',
    'page/index.html': '<!doctype html>',
    'notes.txt': 'named nowhere',
  }
  for (const name of ['data', 'page', 'parts', 'dependencies']) {
    await mkdir(join(folder, name), { recursive: true })
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  await cp(join(templatePath(), 'dist/app.wasm'), join(folder, 'prompt-app.wasm'))
  await writeFile(join(folder, 'dependencies/shout.wasm'), await buildShout(folder))
  const script = fileURLToPath(new URL('../../../host/src/test-support/build-probe-app.js', import.meta.url))
  const probe = join(folder, 'parts/probe.wasm')
  await promisify(execFile)(process.execPath, [script, probe, 'spin-probe'])
}

async function buildShout(folder: string): Promise<Uint8Array> {
  const source = join(folder, 'shout.js')
  await writeFile(
    source,
    'export const before = (prompt) => prompt\nexport const after = (answer) => answer.toUpperCase()\n',
  )
  return (await componentizeSource(source)).bytes
}
