import { link, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Workplace } from '../testing/command.ts'
import { manifestOf, smallComponent } from '../testing/composition-wat.ts'
import { digestFolder } from '../testing/folder-digest.ts'

let place: Workplace
beforeAll(async () => {
  place = await Workplace.create()
  const web = await smallComponent({ imports: ['a:b/c@1.2.0', 'a:b/d@1.0.0'] })
  const dependencies = '[component.web.dependencies]\n"a:b/d@1.0.0" = { path = "d.wasm" }\n'
  const files: Record<string, string | Uint8Array> = {
    'app/web.wasm': web,
    'app/d.wasm': await smallComponent({ exports: ['a:b/d@1.0.0'] }),
    'app/spin.toml': manifestOf({ web: '"web.wasm"' }, dependencies),
    'c.wasm': await smallComponent({ exports: ['a:b/c@1.2.0'] }),
    'd.wasm': await smallComponent({ exports: ['a:b/d@1.0.0'] }),
    'code.js': 'export const before = (text) => text\nexport const after = (text) => text\n',
    'policy.toml': 'allow = []\n',
    'own.wac': 'package a:b;\nlet x = new test:c { ... };\nexport x...;\n',
  }
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(place.work, name)), { recursive: true })
    await writeFile(join(place.work, name), content)
  }
  await symlink('c.wasm', join(place.work, 'linked.wasm'))
  await symlink('app', join(place.work, 'linked'))
})
afterAll(() => place[Symbol.asyncDispose]())

const explain = ['compose', 'c.wasm', '--app', 'app', '--explain', '-o']
test.each([
  [...explain, 'c.wasm'],
  [...explain, './app/../c.wasm'],
  [...explain, 'linked.wasm'],
  [...explain, 'app/spin.toml'],
  [...explain, 'linked/spin.toml'],
  [...explain, 'app/web.wasm'],
  [...explain, 'app/d.wasm'],
  ['compose', 'c.wasm', '--app', 'app/spin.toml', '--explain', '-o', 'app/web.wasm'],
  ['compose', 'x=linked.wasm', '--app', 'app', '--policy', 'policy.toml', '--explain', '-o', 'policy.toml'],
  ['compose', 'x=linked.wasm', '--app', 'app', '--explain', '-o', 'c.wasm'],
  ['compose', 'own.wac', '--dep', 'test:c=c.wasm', '-o', 'own.wac'],
  ['compose', 'own.wac', '--dep', 'test:c=c.wasm', '-o', 'c.wasm'],
  ['graph', 'app', '--format', 'text', '-o', 'app/spin.toml'],
  ['graph', 'app/spin.toml', '--format', 'text', '-o', 'app/d.wasm'],
  ['componentize', 'code.js', '-o', 'code.js'],
  ['plug', 'app/web.wasm', '--plug', 'c.wasm', '-o', 'app/web.wasm'],
  ['plug', 'app/web.wasm', '--plug', 'c.wasm', '-o', 'c.wasm'],
  ['restrict', 'c.wasm', '-o', 'c.wasm'],
  ['restrict', 'c.wasm', '--policy', 'policy.toml', '-o', 'policy.toml'],
  ['validate', 'c.wasm', '-o', 'c.wasm'],
  ['policy', 'suggest', 'c.wasm', '-o', 'c.wasm'],
])('nothing is written over what is read: %s %s %s %s %s %s %s %s', async (...words) => {
  const before = await digestFolder(place.work)
  const outcome = await place.run([...words, '--json'])
  expect(outcome.status).toBe(2)
  expect(outcome.json()).toMatchObject({
    error: { code: 'usage-invalid', item: words.at(-1), hint: expect.stringContaining('-o FILE') },
  })
  expect(await digestFolder(place.work)).toEqual(before)
})

test('what only has the same bytes is replaced, and so is what was written before', async () => {
  await link(join(place.work, 'c.wasm'), join(place.work, 'same.wac'))
  const before = await digestFolder(place.work)
  for (const _ of ['first', 'second'])
    expect(await place.run([...explain, 'same.wac'])).toMatchObject({ status: 0 })
  const now = await digestFolder(place.work)
  expect({ ...now, 'same.wac': '' }).toEqual({ ...before, 'same.wac': '' })
  await rm(join(place.work, 'same.wac'))
})
