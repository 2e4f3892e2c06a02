import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'

it('has the public API that was agreed on', async () => {
  const types = (name: string) => readFile(new URL(`../dist/${name}.d.ts`, import.meta.url), 'utf8')
  await expect(`${await types('index')}\n// folders\n${await types('folders')}`).toMatchFileSnapshot(
    '../api.d.ts',
  )
})
