import { parseDocument } from '@wasm-airlock/wac'
import { expect, test } from 'vitest'
import { writeDocument } from './write-document.ts'

const argument = { import: 'a:b/c@1.0.0', from: 'let', export: 'a:b/c@1.0.1' }
const instances = [
  { name: 'let', kind: 'component', arguments: [] },
  { name: 'app', kind: 'middleware', arguments: [{ ...argument, import: 'link0' }] },
] as const

test('names every argument, and leaves the rest open', async () => {
  const app = [{ ...argument, from: 'app', export: 'a:b/c@1.0.0' }]
  const text = writeDocument({ instances }, { app: 'web', arguments: app })
  expect(text).toBe(`package airlock:composed;

let %let = new component:let { ... };

let app = new middleware:app {
  "link0": %let["a:b/c@1.0.1"],
  ...
};

let app2 = new app:web {
  "a:b/c@1.0.0": app["a:b/c@1.0.0"],
  ...
};

export app2...;
`)
  expect((await parseDocument(text)).statements).toHaveLength(4)
})

test('exports interfaces under the names that are wanted', async () => {
  const text = writeDocument({ instances }, { interfaces: [argument] })
  expect(text.endsWith('\nexport %let["a:b/c@1.0.1"] as "a:b/c@1.0.0";\n')).toBe(true)
  expect((await parseDocument(text)).statements).toHaveLength(3)
})

test.each(['a"b', 'x"];\nimport y: z;//', 'locked-dep=<a:b@1.0.0>', 'a:b/c@1.0.0"', '\u202e', ''])(
  '%j enters no document',
  (name) => {
    for (const wrong of [
      { ...argument, import: name },
      { ...argument, export: name },
    ]) {
      expect(() => writeDocument({ instances }, { interfaces: [wrong] })).toThrow(
        expect.objectContaining({ code: 'compose-failed' }),
      )
    }
  },
)
