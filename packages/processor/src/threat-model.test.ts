import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const folders: Readonly<Record<string, string>> = {
  shared: 'shared/src',
  template: 'spin-app-template/src',
}

/** ``host `a.test.ts`, `b.test.ts` `` → the tests that a row of the table names, by package. */
function namedTests(row: string): { owner: string; file: string }[] {
  return [...row.matchAll(/([a-z-]+) ((?:`[^`]+\.test\.ts`(?:, )?)+)/g)].flatMap(
    ([, owner = '', list = '']) => [...list.matchAll(/`([^`]+)`/g)].map(([, file = '']) => ({ owner, file })),
  )
}

test('every test that the threat model names is there', () => {
  const rows = readFileSync(join(root, 'docs/threat-model.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('|') && line.includes('.test.ts'))
  const named = rows.flatMap(namedTests)
  expect(rows.length).toBeGreaterThan(50)
  expect(rows.filter((row) => namedTests(row).length === 0)).toEqual([])
  const missing = named.filter(({ owner, file }) => {
    const files = readdirSync(join(root, folders[owner] ?? `packages/${owner}/src`), { recursive: true })
    return !files.some((path) => String(path) === file || String(path).endsWith(`/${file}`))
  })
  expect(missing).toEqual([])
})
