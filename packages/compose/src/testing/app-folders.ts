import { createHash } from 'node:crypto'
import { readdir, readFile, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'vitest'
import { readAppFolder } from '../app/read-app-folder.ts'
import { type AppChanges, writeAppFolder } from '../app/write-app-folder.ts'
import { manifestText } from './fixtures.ts'

/** What tells a folder that we wrote. */
export const marker = '.airlock-app.json'

/** Everything in a folder: what each file holds, and where each link leads. */
export async function contentOf(folder: string, below = ''): Promise<Record<string, string>> {
  const content: Record<string, string> = {}
  for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
    const name = join(below, entry.name)
    const path = join(folder, name)
    content[name] = entry.isFile()
      ? createHash('sha256')
          .update(await readFile(path))
          .digest('hex')
      : entry.isSymbolicLink()
        ? `-> ${await readlink(path)}`
        : entry.isDirectory()
          ? 'folder'
          : 'special'
    if (entry.isDirectory()) Object.assign(content, await contentOf(folder, name))
  }
  return content
}

/** POSIX paths of all files in a folder. */
export async function filesOf(folder: string): Promise<string[]> {
  const content = await contentOf(folder)
  return Object.keys(content)
    .filter((name) => content[name] !== 'folder')
    .sort()
}

/** What a composition changes: nothing, but for what is said. */
export function changes(more: Partial<AppChanges> = {}): AppChanges {
  return { edits: [], files: {}, record: {}, ...more }
}

/** A dependency that the component gets. */
export const dependency: AppChanges = {
  edits: [{ path: ['component', 'web', 'dependencies', 'a:b'], value: { path: 'dependencies/x.wasm' } }],
  files: { 'dependencies/x.wasm': Buffer.from('x') },
  record: { mode: 'spin-dependencies' },
}

/** Reads an application, and writes it changed. */
export async function write(folder: string, out: string, what: AppChanges = changes()): Promise<string> {
  return writeAppFolder(await readAppFolder(folder), what, out)
}

/** Fails in a certain way, and leaves everything in a folder as it was. */
export async function expectRefused(
  outer: string,
  [folder, out]: readonly [string, string],
  expected: Record<string, unknown>,
  what: AppChanges = changes(),
): Promise<void> {
  const before = await contentOf(outer)
  await expect(write(join(outer, folder), join(outer, out), what)).rejects.toMatchObject(expected)
  expect(await contentOf(outer)).toEqual(before)
}

/** An application that refers to its folder in every way there is. */
export const everything = {
  'app/spin.toml': manifestText(
    'files = ["a.txt", "images/**/*.png", { source = "static", destination = "/s" }, { source = "empty", destination = "/e" }]',
    'exclude_files = ["static/left/**", "empty/*"]',
    '[component.web.dependencies]',
    '"a:b" = { path = "deps/../d.wasm" }',
    '"a:c" = "1.0.0"',
    '[component.web.profile.debug]',
    'source = "debug.wasm"',
    '[component.web.profile.release]',
    'source = "never-built.wasm"',
    '[component.idle]',
    'source = "./target//idle.wasm"',
    '[component.far]',
    'source = { url = "https://example.com/x.wasm", digest = "sha256:00" }',
    '[[trigger.redis]]',
    'component = { source = "inline.wasm" }',
    'dependencies = { x = [{ path = "trigger.wasm" }, "1.0.0"] }',
    '# the last line',
  ),
  'app/web.wasm': 'web',
  'app/d.wasm': 'd',
  'app/debug.wasm': 'debug',
  'app/target/idle.wasm': 'idle',
  'app/target/other.wasm': 'other',
  'app/inline.wasm': 'inline',
  'app/trigger.wasm': 'trigger',
  'app/a.txt': 'a',
  'app/images/deep/x.png': 'x',
  'app/images/y.txt': 'y',
  'app/static/z.txt': 'z',
  'app/static/.well-known/x': 'x',
  'app/static/left/out.txt': 'o',
  'app/empty/excluded': 'e',
  'app/node_modules/x.js': 'no',
  'app/compose.wac': 'package a:b;',
  'secret.txt': 'secret',
}
