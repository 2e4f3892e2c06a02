import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parseWat } from './index.ts'
import { startRegistry } from './testing/oci-registry.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))
const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
const registry = await startRegistry()

/** A snippet that needs one names this registry, which the test replaces by its own. */
const REGISTRY = 'https://registry.example'

const blocks = [...readme.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code = '']) => code)
/** The components of the first snippet, which the others read from files. */
const [socketText, plugText] = [...(blocks[0] ?? '').matchAll(/parseWat\(`([\s\S]*?)`\)/g)].map(
  ([, text = '']) => text,
)
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airlock-wac-readme-'))
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'))
  const socket = await parseWat(socketText ?? '')
  const plug = await parseWat(plugText ?? '')
  const files = {
    'app.wasm': socket,
    'seven.wasm': plug,
    'deps/demo/app.wasm': socket,
    'deps/demo/seven.wasm': plug,
    'wit/app.wit': 'package demo:app;\nworld app { export run: func() -> string; }\n',
  }
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), content)
  }
  await registry?.push('demo/app', '1.0.0', socket)
  await registry?.push('demo/seven', '1.0.0', plug)
})
afterAll(async () => {
  await rm(folder, { recursive: true })
  await registry?.[Symbol.asyncDispose]()
})

/** What the comments behind calls of `console.log` promise, line breaks and spaces aside. */
function promised(code: string): string {
  return [...code.matchAll(/console\.log\(.*\) \/\/ (.*(?:\n\s*\/\/.*)*)/g)]
    .map(([, comment = '']) => comment.replaceAll(/\n\s*\/\//g, ''))
    .join('')
}

const squeezed = (text: string) => text.replaceAll(/\s/g, '')

describe('the README', () => {
  it('has snippets', () => expect(blocks.length).toBeGreaterThan(3))

  it.for(blocks.map((code, index) => ({ index, code, needsRegistry: code.includes(REGISTRY) })))(
    'says what snippet $index prints',
    async ({ code, needsRegistry, index }, { skip }) => {
      if (needsRegistry && registry === undefined) skip('there is no docker-registry here')
      const file = join(folder, `snippet-${index}.mjs`)
      await writeFile(file, code.replaceAll(REGISTRY, registry?.url ?? ''))
      // A runner of tests may force colours upon what it starts.
      const env = { ...process.env, FORCE_COLOR: '0' }
      const { stdout } = await promisify(execFile)(process.execPath, [file], { cwd: folder, env })
      expect(squeezed(stdout)).toBe(squeezed(promised(code)))
    },
  )
})
