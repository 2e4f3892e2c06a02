import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type ErrorCode, errorCodes } from '@wasm-airlock/shared'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Workplace } from '../testing/command.ts'
import { manifestOf, smallComponent } from '../testing/composition-wat.ts'
import { digestFolder } from '../testing/folder-digest.ts'

let place: Workplace

beforeAll(async () => {
  place = await Workplace.create()
  const files: Record<string, string | Uint8Array> = {
    'one/web.wasm': await smallComponent({ imports: ['a:b/c@1.2.0'] }),
    'one/spin.toml': manifestOf({ web: '"web.wasm"' }),
    'two/web.wasm': await smallComponent({ imports: ['a:b/c@1.2.0', 'a:b/d@1.0.0'] }),
    'two/spin.toml': manifestOf({ web: '"web.wasm"', admin: '"web.wasm"' }),
    'both/web.wasm': await smallComponent({ imports: ['a:b/c@1.2.0', 'a:b/d@1.0.0', 'wasi:x/y@1.0.0'] }),
    'both/spin.toml': manifestOf({ web: '"web.wasm"' }),
    'unknown-field/web.wasm': await smallComponent({ imports: ['a:b/c@1.2.0'] }),
    'unknown-field/spin.toml': manifestOf({ web: '"web.wasm"' }, 'colour = "red"\n'),
    'bad-id/web.wasm': await smallComponent({ imports: ['a:b/c@1.2.0'] }),
    'bad-id/spin.toml': manifestOf({ My_Web: '"web.wasm"' }),
    'remote/web.wasm': await smallComponent({ imports: ['a:b/d@1.0.0'] }),
    'remote/spin.toml': manifestOf({
      web: '"web.wasm"',
      far: `{ url = "https://example.com/far.wasm", digest = "sha256:${'0'.repeat(64)}" }`,
    }),
    'registry/spin.toml': manifestOf({
      far: '{ registry = "example.com", package = "a:far", version = "1.0.0" }',
    }),
    'document/web.wasm': await smallComponent({ imports: ['a:b/c@1.2.0'] }),
    'document/spin.toml': manifestOf({ web: '"web.wasm"' }),
    'document/compose.wac': 'package a:b;\nlet x = new ;\n',
    'unbuilt/spin.toml': manifestOf({ web: '"web.wasm"' }),
    'folder.toml/web.wasm/notes.txt': 'the source is a folder',
    'folder.toml/spin.toml': manifestOf({ web: '"web.wasm"' }),
    'unused/web.wasm': await smallComponent({ imports: ['a:b/c@1.2.0'] }),
    'unused/spin.toml': manifestOf({ web: '"web.wasm"' }),
    'unused/compose.wac': 'package a:b;\nlet x = new component:fits { ... };\nexport x...;\n',
    'failing/web.wasm': await smallComponent({ imports: ['a:b/c@1.2.0'] }),
    'failing/spin.toml': manifestOf(
      { web: '"web.wasm"' },
      '[component.web.build]\ncommand = "echo no such compiler >&2; exit 3"\n',
    ),
    'theirs/notes.txt': 'theirs',
    'fits.wasm': await smallComponent({ exports: ['a:b/c@1.2.0'] }),
    'other.wasm': await smallComponent({ exports: ['x:y/z@1.0.0'] }),
    'old.wasm': await smallComponent({ exports: ['a:b/c@2.0.0'] }),
    'typed.wasm': await smallComponent({ exports: ['a:b/c@1.2.0'], type: 's32' }),
    'left.wasm': await smallComponent({
      exports: ['a:b/c@1.2.0', 'p:left/x@1.0.0'],
      imports: ['p:right/x@1.0.0'],
    }),
    'right.wasm': await smallComponent({ exports: ['p:right/x@1.0.0'], imports: ['p:left/x@1.0.0'] }),
    'sharing.wasm': await smallComponent({ exports: ['a:b/c@1.2.0'], imports: ['a:b/d@1.0.0'] }),
    'granted.wasm': await smallComponent({ exports: ['a:b/c@1.2.0'], imports: ['wasi:x/y@1.0.0'] }),
    'host.wasm': await smallComponent({ exports: ['a:b/c@1.2.0', 'wasi:x/y@1.0.0'] }),
    'wrapper.wasm': await smallComponent({ exports: ['a:b/c@1.2.0'], imports: ['a:b/c@1.2.0'] }),
    'document.wac': 'package a:b;\nlet x = new app:nothing { ... };\nexport x...;\n',
    'policy.toml': 'allow = ["wasi:x/y"]\n',
  }
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(place.work, name)), { recursive: true })
    await writeFile(join(place.work, name), content)
  }
})
afterAll(() => place[Symbol.asyncDispose]())

interface Row {
  readonly what: string
  readonly app: string
  readonly words: readonly string[]
  readonly code: ErrorCode
  /** What the message, the details or the hint have to name. */
  readonly names: readonly string[]
  readonly hint?: RegExp
  readonly out?: string
  /** Holds in mode plug only. */
  readonly plugOnly?: boolean
}

const rows: readonly Row[] = [
  {
    what: 'nothing fits',
    app: 'one',
    words: ['other.wasm'],
    code: 'plug-unmatched',
    names: ['other', 'x:y/z@1.0.0', 'a:b/c@1.2.0'],
  },
  {
    what: 'one of two components fits nothing',
    app: 'one',
    words: ['fits.wasm', 'other.wasm'],
    code: 'plug-unmatched',
    names: ['other', 'x:y/z@1.0.0'],
  },
  {
    what: 'two components of the application fit',
    app: 'two',
    words: ['fits.wasm'],
    code: 'plug-ambiguous',
    names: ['web', 'admin', 'fits'],
    hint: /--into (web|admin|ID)/,
  },
  {
    what: 'another version',
    app: 'one',
    words: ['old.wasm'],
    code: 'plug-unmatched',
    names: ['old', 'a:b/c@2.0.0', 'a:b/c@1.2.0'],
  },
  {
    what: 'another type',
    app: 'one',
    words: ['typed.wasm'],
    code: 'plug-unmatched',
    names: ['typed', 'a:b/c@1.2.0', 's32', 'u32'],
  },
  {
    what: 'components in a circle',
    app: 'one',
    words: ['left.wasm', 'right.wasm'],
    code: 'plug-cycle',
    names: ['left', 'right'],
  },
  {
    what: 'an interface that both sides import, and nobody offers',
    app: 'both',
    words: ['sharing.wasm'],
    code: 'import-not-granted',
    names: ['sharing', 'a:b/d@1.0.0'],
  },
  {
    what: 'an interface of the host that both sides import',
    app: 'both',
    words: ['granted.wasm'],
    code: 'import-not-granted',
    names: ['granted', 'wasi:x/y@1.0.0'],
    hint: /./,
  },
  {
    what: 'an interface of the host that a component exports',
    app: 'both',
    words: ['host.wasm'],
    code: 'compose-failed',
    names: ['host', 'wasi:x/y@1.0.0'],
  },
  {
    what: 'a wrapper around nothing',
    app: 'one',
    words: ['wrapper.wasm'],
    code: 'plug-unmatched',
    names: ['wrapper', 'a:b/c@1.2.0'],
  },
  {
    what: 'a chain of functions without a parameter',
    app: 'one',
    words: ['fits.wasm', 'again=fits.wasm'],
    code: 'middleware-unsupported',
    names: ['f', 'a:b/c@1.2.0'],
  },
  {
    what: 'a manifest with an unknown field',
    app: 'unknown-field',
    words: ['fits.wasm'],
    code: 'manifest-invalid',
    names: ['unknown-field/spin.toml', 'colour'],
  },
  {
    what: 'a component id that is not kebab-case',
    app: 'bad-id',
    words: ['fits.wasm'],
    code: 'manifest-invalid',
    names: ['bad-id/spin.toml', 'My_Web'],
  },
  {
    what: 'a source that is a URL',
    app: 'remote',
    words: ['fits.wasm'],
    code: 'manifest-invalid',
    names: ['remote/spin.toml', 'far'],
  },
  {
    what: 'a source that is a URL, named',
    app: 'remote',
    words: ['fits.wasm', '--into', 'far'],
    code: 'manifest-invalid',
    names: ['remote/spin.toml', 'far'],
  },
  {
    what: 'a source that is in a registry',
    app: 'registry',
    words: ['fits.wasm'],
    code: 'manifest-invalid',
    names: ['registry/spin.toml', 'far'],
  },
  {
    what: 'a component of the application that there is not',
    app: 'one',
    words: ['fits.wasm', '--into', 'nowhere'],
    code: 'usage-invalid',
    names: ['nowhere', 'web'],
  },
  {
    what: 'a component of the application that is not built',
    app: 'unbuilt',
    words: ['fits.wasm'],
    code: 'input-not-found',
    names: ['unbuilt/web.wasm'],
    hint: /--build/,
  },
  {
    what: 'a component of the application that is a folder',
    app: 'folder.toml',
    words: ['fits.wasm'],
    code: 'input-unreadable',
    names: ['folder.toml/web.wasm is not a file'],
  },
  {
    what: 'a document of the application that leaves it out',
    app: 'unused',
    words: ['fits.wasm'],
    code: 'document-invalid',
    names: ['unused/compose.wac: '],
    plugOnly: true,
  },
  {
    what: 'a build that fails',
    app: 'failing',
    words: ['fits.wasm', '--build'],
    code: 'build-failed',
    names: ['web', 'no such compiler'],
  },
  {
    what: 'a document of the application that does not parse',
    app: 'document',
    words: ['fits.wasm'],
    code: 'document-invalid',
    names: ['document/compose.wac:2:13'],
    plugOnly: true,
  },
  {
    what: 'a document that names what there is not',
    app: 'one',
    words: ['fits.wasm', '--document', 'document.wac'],
    code: 'document-invalid',
    names: ['document.wac:2', 'app:nothing'],
    plugOnly: true,
  },
  {
    what: 'a folder where no folder can be',
    app: 'one',
    words: ['fits.wasm'],
    out: '/proc/none/out',
    code: 'output-unwritable',
    names: ['/proc/none/out'],
  },
  {
    what: 'a folder of somebody else',
    app: 'one',
    words: ['fits.wasm'],
    out: 'theirs',
    code: 'output-unwritable',
    names: ['theirs'],
  },
]

test.each(
  ['plug', 'spin-dependencies'].flatMap((mode) =>
    rows.filter((row) => mode === 'plug' || row.plugOnly !== true).map((row) => ({ ...row, mode })),
  ),
)('$mode: $what: $code', async ({ app, words, out = 'out', mode, code, names, hint }) => {
  const before = await digestFolder(place.work)
  const line = ['compose', ...words, '--app', app, '--out', out, '--mode', mode]
  const outcome = await place.run([...line, '--json'])
  const { error } = outcome.json<{ error: Record<string, unknown> }>()
  expect(error).toMatchObject({ code, step: 'compose', hint: expect.stringMatching(hint ?? /\w/) })
  expect(outcome).toMatchObject({ status: errorCodes[code].exit, stderr: '' })
  const readable = await place.run(line)
  expect(readable.status).toBe(outcome.status)
  for (const name of names) expect(readable.stderr).toContain(name)
  expect(readable.stderr).not.toContain(place.path)
  // A place in a file is said once.
  expect(readable.stderr).not.toMatch(/(:\d+:\d+:) .*\1/)
  expect(await digestFolder(place.work)).toEqual(before)
  expect(await place.leftovers()).toEqual([])
})

test('what needs a grant is no dependency, and the hint says what to do', async () => {
  const line = ['compose', 'granted.wasm', '--app', 'both', '--policy', 'policy.toml', '--json']
  const before = await digestFolder(place.work)
  const refused = await place.run([...line, '--out', 'out', '--mode', 'spin-dependencies'])
  expect(refused.json()).toMatchObject({
    error: { code: 'import-not-granted', hint: expect.stringMatching(/plug/) },
  })
  expect(await digestFolder(place.work)).toEqual(before)
})
