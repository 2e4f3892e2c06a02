import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'

it('has the public API that is committed', async () => {
  const types = await readFile(new URL('../dist/index.d.ts', import.meta.url), 'utf8')
  await expect(types).toMatchFileSnapshot('../api.d.ts')
})

it('loads where there is no Node', async () => {
  const code = await readFile(new URL('../dist/index.js', import.meta.url), 'utf8')
  expect(code).not.toMatch(/^import .*['"](node:|fs|path)/m)
})
