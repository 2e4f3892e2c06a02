import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { hashSources, sha256 } from '../../../tools/wasm/sources.ts'

const folder = new URL('../', import.meta.url)
const wasm = new URL('wasm/', folder)

describe('the committed component', () => {
  test('was built from these sources; else run `npm run build:wasm -w packages/wit-validate`', async () => {
    const manifest = JSON.parse(await readFile(new URL('manifest.json', wasm), 'utf8'))
    expect(sha256(await readFile(new URL('validate.component.wasm', wasm)))).toBe(manifest.component)
    expect(await hashSources(folder)).toBe(manifest.sources)
  })

  test('holds no path of the machine that built it', async () => {
    const bytes = await readFile(new URL('validate.component.wasm', wasm))
    for (const path of ['/root/', '/home/', '/Users/', '/work/', '/usr/lib/']) {
      expect(bytes.includes(path), path).toBe(false)
    }
  })

  test('comes with its licences', async () => {
    const licences = await readFile(new URL('THIRD-PARTY-LICENSES', wasm), 'utf8')
    expect(licences).toMatch(/^wit-component v0\.258\.\d+: Apache-2\.0 WITH LLVM-exception/m)
    expect(licences).not.toMatch(/: $/m)
  })
})
