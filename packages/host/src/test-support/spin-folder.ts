import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

/** A folder for a test, removed by its disposal. */
export interface TestFolder extends AsyncDisposable {
  readonly path: string
}

/** Writes files into a new folder, in folders of their own where their names say so. */
export async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<TestFolder> {
  const path = await mkdtemp(join(tmpdir(), 'airlock-spin-'))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(path, name)), { recursive: true })
    await writeFile(join(path, name), content)
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** A manifest of one component, with more lines for `[component.web]` where they are given. */
export function manifestText(...lines: readonly string[]): string {
  return `spin_manifest_version = 2
[application]
name = "web-app"
[[trigger.http]]
route = "/..."
component = "web"
[component.web]
source = "web.wasm"
${lines.join('\n')}
`
}
