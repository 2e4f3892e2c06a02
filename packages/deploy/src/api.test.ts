import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'

it('has the public API of the snapshot', async () => {
  const types = await readFile(new URL('../dist/index.d.ts', import.meta.url), 'utf8')
  await expect(types).toMatchFileSnapshot('../api.d.ts')
})
