import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

test('the public API is the one that is committed', async () => {
  const types = await readFile(new URL('../dist/index.d.ts', import.meta.url), 'utf8')
  await expect(types).toMatchFileSnapshot('../api.d.ts')
})
