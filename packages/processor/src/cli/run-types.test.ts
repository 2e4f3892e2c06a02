import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promptWit } from '@wasm-airlock/shared'
import { expect, test } from 'vitest'
import type { RunResult } from '../run-result.ts'
import { Workplace } from '../testing/command.ts'

const files = {
  'wit/deps/prompt/prompt.wit': promptWit['promptprocessor.wit'] ?? '',
  'wit/world.wit': `package my:shapes@1.0.0;
interface types {
  record point { x: u32, y: u32 }
}
interface mirror {
  use types.{point};
  flip: func(p: point) -> point;
}
world guest {
  export mirror;
  export component:promptprocessor/promptmodification@0.0.1;
}
`,
  'index.ts': `interface Point { x: number; y: number }
export const mirror = { flip: ({ x, y }: Point): Point => ({ x: y, y: x }) }
export const promptmodification = {
  before: (text: string): string => text,
  after: (text: string): string => text,
}
`,
  'cases.toml': `[[call]]
function = "flip"
args = [{ x = 1, y = 2 }]
expect = { x = 2, y = 1 }
`,
}

test('a component whose interfaces share an interface of types needs no policy for it', async () => {
  await using place = await Workplace.create()
  await mkdir(join(place.work, 'wit/deps/prompt'), { recursive: true })
  for (const [name, text] of Object.entries(files)) await writeFile(join(place.work, name), text)
  const outcome = await place.run(['run', 'index.ts', '--world', 'guest', '--json'])
  expect([outcome.status, outcome.stderr]).toEqual([0, ''])
  const { component, findings, cases, tests } = outcome.json<RunResult>()
  const shared = { name: 'my:shapes/types@1.0.0', kind: 'interface', functions: [], typesOnly: true }
  expect(component.imports).toEqual([shared])
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(cases).toMatchObject([{ call: expect.stringContaining('flip'), ok: true }])
  expect(tests.every(({ ok }) => ok)).toBe(true)
})
