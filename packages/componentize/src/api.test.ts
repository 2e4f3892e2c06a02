import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

test('the public API changes on purpose only', async () => {
  const declared = await readFile(new URL('../dist/index.d.ts', import.meta.url), 'utf8')
  await expect(declared).toMatchFileSnapshot('../api.d.ts')
})
