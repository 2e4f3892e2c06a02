import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'

test('the public API is the one that is recorded', async () => {
  const built = await readFile(new URL('../dist/index.d.ts', import.meta.url), 'utf8')
  await expect(built).toMatchFileSnapshot('../api.d.ts')
})
