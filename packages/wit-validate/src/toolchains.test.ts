import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { componentizeSource } from '@wasm-airlock/componentize'
import { promptWit, promptWorld } from '@wasm-airlock/shared'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ValidationResult } from './result.ts'
import { validateComponent } from './validate.ts'

const target = { wit: promptWit, world: promptWorld }

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airlock-wit-validate-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function write(name: string, text: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

function listErrors({ findings }: ValidationResult): string[] {
  return findings.filter(({ severity }) => severity === 'error').map(({ code, path }) => `${code} ${path}`)
}

describe('what real toolchains build', () => {
  test('Python without WASI is accepted, the leftover of its toolchain is a note', async () => {
    const source = await write(
      'pirate.py',
      'def before(userprompt: str) -> str:\n    return userprompt\n\ndef after(promptresult: str) -> str:\n    return promptresult\n',
    )
    const { bytes } = await componentizeSource(source)
    expect(await validateComponent(bytes, target)).toMatchObject({
      ok: true,
      findings: [{ code: 'world-export-extra', severity: 'info', path: 'export exports' }],
      imports: [],
    })
  })

  test('Python with WASI is denied import by import, and accepted by a policy that allows them', async () => {
    const source = await write(
      'wasi.py',
      'import os\n\ndef before(userprompt: str) -> str:\n    return os.environ.get("HOME", "")\n\ndef after(promptresult: str) -> str:\n    return promptresult\n',
    )
    const { bytes } = await componentizeSource(source, { wasi: true })
    const denied = await validateComponent(bytes)
    expect(denied.imports.length).toBeGreaterThan(20)
    expect(listErrors(denied)).toEqual(
      denied.imports.map(({ name }) => `policy-import-denied import ${name}`),
    )
    const allowed = await validateComponent(bytes, { ...target, policy: { allow: ['wasi:*'] } })
    expect(listErrors(allowed)).toEqual([])
  })

  test('JavaScript is accepted', async () => {
    const source = await write(
      'pirate.js',
      'export const before = (userprompt) => userprompt\nexport const after = (promptresult) => promptresult\n',
    )
    const { bytes } = await componentizeSource(source)
    expect(await validateComponent(bytes, target)).toMatchObject({ ok: true, findings: [], imports: [] })
  })

  test('JavaScript that may use all features is accepted by a policy', async () => {
    const source = await write(
      'features.js',
      'export const before = (x) => x\nexport const after = (x) => x\n',
    )
    const features = ['stdio', 'clocks', 'random', 'http', 'fetch-event'] as const
    const { bytes } = await componentizeSource(source, { features })
    const result = await validateComponent(bytes, { policy: { allow: ['wasi:*'] } })
    expect(result.imports.map(({ name }) => name)).toContainEqual(expect.stringMatching(/^wasi:clocks\//))
    expect(listErrors(result)).toEqual([])
  })
})
