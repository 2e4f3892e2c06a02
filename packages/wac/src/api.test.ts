import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'

const read = (name: string) => readFile(new URL(`../dist/${name}`, import.meta.url), 'utf8')

/** Every file that an entry loads, with its text; `#core-module` as it is without the condition `node`. */
async function loadedBy(name: string, seen = new Map<string, string>()): Promise<Map<string, string>> {
  if (seen.has(name)) return seen
  const code = await read(name)
  seen.set(name, code)
  for (const [, imported = ''] of code.matchAll(/(?:from|import)\s*\(?["']([^"']+)["']/g)) {
    if (imported === '#core-module') await loadedBy('core-module.js', seen)
    if (imported.startsWith('./')) await loadedBy(imported.slice(2), seen)
  }
  return seen
}

it('has the public API that is committed', async () => {
  await expect(await read('index.d.ts')).toMatchFileSnapshot('../api.d.ts')
  await expect(await read('node.d.ts')).toMatchFileSnapshot('../api-node.d.ts')
})

it('loads where there is no Node', async () => {
  const files = await loadedBy('index.js')
  expect([...files.keys()]).toContain('core-module.js')
  for (const [name, code] of files) {
    expect(code, name).not.toMatch(/(from|import)\s*\(?["'](node:|fs|path|#core-module\.node)/)
  }
})
