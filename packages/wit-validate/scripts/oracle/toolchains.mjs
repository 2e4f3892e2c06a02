// Components as people build them: Python, JavaScript and TypeScript.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { componentizeSource } from '@wasm-airlock/componentize'
import { promptWit, promptWorld } from '@wasm-airlock/shared'
import { withFolder, writeFiles } from './tools.mjs'

const world = (body) => ({ 'app.wit': `package test:app@0.1.0; ${body}` })
const prompt = { wit: promptWit, world: promptWorld }
const sums = {
  wit: world('world app { export add: func(a: u32, b: u32) -> u32; }'),
  other: {
    'of another type': ['-> u32', '-> u64'],
    'and one more': ['export add', 'export sub: func(); export add'],
  },
}
const records = {
  wit: world(
    'interface people { record person { name: string, age: u8 } greet: func(who: person) -> string; } world app { export people; }',
  ),
  other: {
    'another field': ['age: u8', 'age: u16'],
    'another version': ['@0.1.0', '@0.1.5'],
    'the next version': ['@0.1.0', '@0.2.0'],
  },
}
const lists = {
  wit: world(
    'interface words { split: func(text: string) -> list<string>; find: func(text: string, word: string) -> option<u32>; } world app { export words; }',
  ),
  other: {
    'a function less': ['find: func(text: string, word: string) -> option<u32>;', ''],
    'a function more': ['find: func', 'join: func(); find: func'],
  },
}
const asking = {
  wit: world(
    'interface oracle { ask: func(q: string) -> string; } world app { import oracle; export run: func(q: string) -> string; }',
  ),
  other: {
    'offers less': ['import oracle;', ''],
    'offers another type': ['ask: func(q: string)', 'ask: func(q: u8)'],
  },
}

const pyPrompt =
  'def before(userprompt: str) -> str:\n    return userprompt\n\ndef after(promptresult: str) -> str:\n    return promptresult\n'
const jsPrompt = 'export const before = (text) => text\nexport const after = (text) => text\n'

/** @type {readonly { name: string, file: string, source: string, wit: object, world?: string, other?: object, options?: object }[]} */
const sources = [
  { name: 'python/prompt', file: 'a.py', source: pyPrompt, ...prompt },
  {
    name: 'python/prompt-wasi',
    file: 'a.py',
    source: `import os\n${pyPrompt}`,
    ...prompt,
    options: { wasi: true },
  },
  {
    name: 'python/sums',
    file: 'a.py',
    source: 'def add(a: int, b: int) -> int:\n    return a + b\n',
    ...sums,
  },
  {
    name: 'python/sums-wasi',
    file: 'a.py',
    source: 'def add(a: int, b: int) -> int:\n    return a + b\n',
    ...sums,
    options: { wasi: true },
  },
  { name: 'python/records', file: 'a.py', source: 'def greet(who):\n    return who.name\n', ...records },
  {
    name: 'python/lists',
    file: 'a.py',
    source: 'def split(text):\n    return text.split()\n\ndef find(text, word):\n    return None\n',
    ...lists,
  },
  {
    name: 'python/lists-wasi',
    file: 'a.py',
    source: 'def split(text):\n    return text.split()\n\ndef find(text, word):\n    return None\n',
    ...lists,
    options: { wasi: true },
  },
  {
    name: 'python/asking',
    file: 'a.py',
    source: 'from wit_world.imports import oracle\n\ndef run(q: str) -> str:\n    return oracle.ask(q)\n',
    ...asking,
  },
  { name: 'javascript/prompt', file: 'a.js', source: jsPrompt, ...prompt },
  {
    name: 'javascript/prompt-clocks',
    file: 'a.js',
    source: jsPrompt,
    ...prompt,
    options: { features: ['clocks'] },
  },
  {
    name: 'javascript/prompt-random',
    file: 'a.js',
    source: jsPrompt,
    ...prompt,
    options: { features: ['random'] },
  },
  {
    name: 'javascript/prompt-stdio',
    file: 'a.js',
    source: jsPrompt,
    ...prompt,
    options: { features: ['stdio'] },
  },
  {
    name: 'javascript/prompt-all',
    file: 'a.js',
    source: jsPrompt,
    ...prompt,
    options: { features: ['stdio', 'clocks', 'random', 'http', 'fetch-event'] },
  },
  { name: 'javascript/sums', file: 'a.js', source: 'export const add = (a, b) => a + b\n', ...sums },
  {
    name: 'javascript/records',
    file: 'a.js',
    source: 'export const greet = (who) => who.name\n',
    ...records,
  },
  {
    name: 'javascript/lists',
    file: 'a.js',
    source: 'export const split = (text) => text.split(" ")\nexport const find = () => undefined\n',
    ...lists,
  },
  {
    name: 'javascript/asking',
    file: 'a.js',
    source: "import { ask } from 'test:app/oracle@0.1.0'\nexport const run = (q) => ask(q)\n",
    ...asking,
  },
  {
    name: 'typescript/prompt',
    file: 'a.ts',
    source:
      'export const before = (text: string): string => text\nexport const after = (text: string): string => text\n',
    ...prompt,
  },
  {
    name: 'typescript/sums',
    file: 'a.ts',
    source: 'export function add(a: number, b: number): number { return a + b }\n',
    ...sums,
  },
  {
    name: 'typescript/lists',
    file: 'a.ts',
    source:
      'export const split = (text: string): string[] => text.split(" ")\nexport const find = (): number | undefined => undefined\n',
    ...lists,
  },
]

/** Builds those whose name contains `filter`, one after the other: each takes seconds. */
export async function* buildFromSource(filter) {
  for (const { name, file, source, wit, world: chosen = 'app', other = {}, options = {} } of sources) {
    if (!name.includes(filter)) continue
    yield await withFolder(async (folder) => {
      await mkdir(join(folder, 'source'))
      await writeFiles(join(folder, 'source'), { [file]: source })
      const { bytes } = await componentizeSource(join(folder, 'source', file), {
        wit,
        world: chosen,
        ...options,
      })
      // The WASI that a toolchain adds is no part of the author's world.
      const isOwn = options.wasi !== true && (options.features ?? []).length === 0
      return { name, component: bytes, wit, world: chosen, edits: other, isOwn }
    })
  }
}
