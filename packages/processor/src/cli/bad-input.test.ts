import { execFile } from 'node:child_process'
import { mkdir, open, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { errorCodes } from '@wasm-airlock/shared'
import { parseWat } from '@wasm-airlock/wac'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bin, type RunOptions, Workplace } from '../testing/command.ts'
import { promptWat } from '../testing/prompt-wat.ts'

let place: Workplace
/** A component that exports the prompt interface, from JavaScript. */
const good = 'good.wasm'

const goodPython = 'def before(userprompt: str) -> str:\n    return userprompt\n'
const after = 'def after(promptresult: str) -> str:\n    return promptresult\n'

/** File → content, in the working directory. */
const files: Record<string, string> = {
  'plain.js': 'export const promptmodification = { before: (text) => text, after: (text) => text }\n',
  'nothing/notes.txt': 'no code',
  'both/a.py': goodPython,
  'both/b.js': 'export const x = 1',
  'syntax/code.py': 'def before(userprompt: str) -> str:\n    return (\n',
  'raises/prompts.py': `import json\nraise RuntimeError("no good")\n${goodPython}${after}`,
  'missing/code.py': goodPython,
  'signature/code.py': `def before() -> str:\n    return ""\n${after}`,
  'returns/code.py': `def before(userprompt: str) -> int:\n    return 1\n${after}`,
  'syntax-js/code.js': 'export const promptmodification = {\n  before: (text => text,\n}\n',
  'wit-broken/a.wit': 'package a:b;\n\ninterface c {\n  d: fun();\n}\n',
  'cases-broken.toml': '[[call]]\nfunction = "before"\nexpected = 1\n',
  'cases-syntax.toml': '[[call]]\nfunction = \n',
  'policy-broken.toml': 'alow = []\n',
  'unknown.wac': 'package a:b;\nlet x = new my:pirate { ... };\nexport x...;\n',
  'text.wasm': 'hello',
  'policy-syntax.toml': '\nallow = [',
  'policy-rule.toml': 'allow = [\n  "wasi:cli/enviroment",\n]\n',
  'policy-broken.json': '{\n  "alow": []\n}\n',
  'broken.wac': 'package a:b;\n\nlet x = new ;\n',
  'app/spin.toml': 'spin_manifest_version = 1\n',
  'app-syntax/spin.toml': 'spin_manifest_version = 2\na = \n',
  'app-core/spin.toml': `spin_manifest_version = 2
[application]
name = "app"
version = "0.1.0"
[[trigger.http]]
route = "/..."
component = "app"
[component.app]
source = "app.wasm"
`,
  'loop/cases.toml': '[[call]]\nfunction = "nowhere"\n',
}

beforeAll(async () => {
  place = await Workplace.create()
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(place.work, name)), { recursive: true })
    await writeFile(join(place.work, name), content)
  }
  expect(await place.run(['componentize', 'plain.js', '-o', good])).toMatchObject({ status: 0 })
  const write = (name: string, bytes: Uint8Array) => writeFile(join(place.work, name), bytes)
  const component = await readFile(join(place.work, good))
  await write('truncated.wasm', component.subarray(0, 1000))
  for (const name of ['core.wasm', 'app-core/app.wasm'])
    await write(name, await parseWat('(module (func (export "f")))'))
  await write('empty.wasm', await parseWat('(component)'))
  await write('traps.wasm', await parseWat(promptWat()))
  await write('wasm.txt', new Uint8Array(0))
  await write('blank.wasm', new Uint8Array(0))
  await write(
    'imports.wasm',
    await parseWat(
      promptWat('(import "wasi:clocks/monotonic-clock@0.2.3" (instance (export "now" (func (result u64)))))'),
    ),
  )
  await using large = await open(join(place.work, 'large.wasm'), 'w')
  await large.truncate(200_000_000)
})
afterAll(() => place[Symbol.asyncDispose]())

interface Row {
  readonly what: string
  readonly words: readonly string[]
  readonly code: keyof typeof errorCodes
  readonly step: string | undefined
  /** Text that the message holds: the item by name, the line. */
  readonly text: string | RegExp
  readonly item?: string
  readonly hint?: string | RegExp
  readonly options?: () => Promise<RunOptions>
}

const rows: Row[] = [
  {
    what: 'no such source',
    words: ['run', 'absent'],
    code: 'input-not-found',
    step: 'componentize',
    text: 'absent',
  },
  {
    what: 'no such component',
    words: ['validate', 'absent.wasm'],
    code: 'input-not-found',
    step: 'validate',
    text: 'absent.wasm',
  },
  {
    what: 'no such application',
    words: ['deploy', 'absent'],
    code: 'input-not-found',
    step: 'deploy',
    text: 'absent',
  },
  {
    what: 'no recognised language',
    words: ['run', 'nothing'],
    code: 'source-unrecognised',
    step: 'componentize',
    text: 'nothing',
  },
  {
    what: 'two languages',
    words: ['run', 'both'],
    code: 'source-ambiguous',
    step: 'componentize',
    text: 'both',
  },
  {
    what: 'a syntax error',
    words: ['run', 'syntax'],
    code: 'source-syntax-error',
    step: 'componentize',
    text: /syntax\/code\.py.*\b2\b/,
  },
  {
    what: 'a syntax error in JavaScript',
    words: ['run', 'syntax-js'],
    code: 'source-syntax-error',
    step: 'componentize',
    text: /syntax-js\/code\.js:3/,
  },
  {
    what: 'an exception while importing',
    words: ['run', 'raises'],
    code: 'source-import-failed',
    step: 'componentize',
    text: /raises\/prompts\.py.*\b2\b/,
  },
  {
    what: 'a missing function',
    words: ['run', 'missing'],
    code: 'function-missing',
    step: 'componentize',
    text: 'after',
  },
  {
    what: 'a wrong signature',
    words: ['run', 'signature'],
    code: 'function-signature-mismatch',
    step: 'componentize',
    text: 'before',
  },
  {
    what: 'a wrong return type',
    words: ['run', 'returns'],
    code: 'function-signature-mismatch',
    step: 'componentize',
    text: 'before',
  },
  {
    what: 'WIT that does not parse',
    words: ['run', 'plain.js', '--wit', 'wit-broken'],
    code: 'wit-invalid',
    step: 'componentize',
    text: /a\.wit:4/,
  },
  {
    what: 'an unknown world',
    words: ['run', 'plain.js', '--world', 'moon'],
    code: 'world-unknown',
    step: 'componentize',
    text: 'moon',
  },
  {
    what: 'a core module',
    words: ['run', 'core.wasm'],
    code: 'validation-failed',
    step: 'validate',
    text: 'core.wasm',
  },
  {
    what: 'a core module to validate',
    words: ['validate', 'core.wasm'],
    code: 'validation-failed',
    step: 'validate',
    text: 'core.wasm',
  },
  {
    what: 'a truncated file',
    words: ['run', 'truncated.wasm'],
    code: 'validation-failed',
    step: 'validate',
    text: 'truncated.wasm',
  },
  {
    what: 'a truncated file to call',
    words: ['call', 'truncated.wasm', 'before', 'x'],
    code: 'validation-failed',
    step: 'sandbox',
    text: /./,
  },
  {
    what: 'a file of 200 MB',
    words: ['run', 'large.wasm'],
    code: 'input-too-large',
    step: 'componentize',
    text: 'large.wasm',
  },
  {
    what: 'a file of 200 MB to validate',
    words: ['validate', 'large.wasm'],
    code: 'input-too-large',
    step: 'validate',
    text: 'large.wasm',
  },
  {
    what: 'a component without the interface',
    words: ['run', 'empty.wasm'],
    code: 'validation-failed',
    step: 'validate',
    text: 'empty.wasm',
  },
  {
    what: 'a component that does not fit',
    words: ['targets', 'empty.wasm', '--world', 'promptmodifier'],
    code: 'validation-failed',
    step: 'validate',
    text: 'empty.wasm',
  },
  {
    what: 'a plug that fits nothing',
    words: ['plug', good, '--plug', 'empty.wasm', '-o', 'out.wasm'],
    code: 'plug-unmatched',
    step: 'compose',
    text: 'empty',
  },
  {
    what: 'a component that fits no application',
    words: ['compose', 'empty.wasm', '--out', 'out'],
    code: 'plug-unmatched',
    step: 'compose',
    text: /./,
  },
  {
    what: 'an unknown function',
    words: ['call', good, 'nowhere'],
    code: 'function-unknown',
    step: 'sandbox',
    text: 'nowhere',
  },
  {
    what: 'too few arguments',
    words: ['call', good, 'before'],
    code: 'arguments-invalid',
    step: 'sandbox',
    text: 'before',
  },
  {
    what: 'a case of an unknown function',
    words: ['run', good, '--cases', 'loop/cases.toml'],
    code: 'function-unknown',
    step: 'sandbox',
    text: 'nowhere',
  },
  {
    what: 'a component that traps in the tests',
    words: ['run', 'traps.wasm'],
    code: 'tests-failed',
    step: 'test',
    text: '3 of 4 tests failed; `before` trapped: ',
    hint: /exception.*type.*granted/,
  },
  {
    what: 'an unknown key in the cases',
    words: ['run', good, '--cases', 'cases-broken.toml'],
    code: 'cases-invalid',
    step: 'sandbox',
    text: /cases-broken\.toml: call\[0\]\.expected/,
  },
  {
    what: 'cases that are no TOML',
    words: ['run', good, '--cases', 'cases-syntax.toml'],
    code: 'cases-invalid',
    step: 'sandbox',
    text: 'cases-syntax.toml:2',
  },
  {
    what: 'an unknown key in the policy',
    words: ['run', good, '--policy', 'policy-broken.toml'],
    code: 'policy-invalid',
    step: 'validate',
    text: /^policy-broken\.toml:1:1: .*\balow\b/,
    hint: 'Did you mean `allow`?',
  },
  {
    what: 'an unknown key in a policy of JSON',
    words: ['validate', good, '--policy', 'policy-broken.json'],
    code: 'policy-invalid',
    step: 'validate',
    text: /^policy-broken\.json:2:3: .*\balow\b/,
    hint: 'Did you mean `allow`?',
  },
  {
    what: 'a rule that can match nothing',
    words: ['validate', good, '--policy', 'policy-rule.toml'],
    code: 'policy-invalid',
    step: 'validate',
    text: /^policy-rule\.toml:2:3: .*has no interface `enviroment`/,
    hint: 'Did you mean `wasi:cli/environment`?',
  },
  {
    what: 'a policy that is no TOML',
    words: ['validate', good, '--policy', 'policy-syntax.toml'],
    code: 'policy-invalid',
    step: 'validate',
    text: /^policy-syntax\.toml:2:\d+: (?!.*policy-syntax)/,
    hint: 'Correct line 2.',
  },
  ...['resolve', 'compose'].map((command) => ({
    what: `an unknown package to ${command}`,
    words: [command, 'unknown.wac', ...(command === 'compose' ? ['-o', 'out.wasm'] : [])],
    code: 'document-invalid' as const,
    step: 'compose',
    text: /^unknown\.wac:2:13: /,
    item: 'my:pirate',
    hint: 'Add --dep my:pirate=PATH.',
  })),
  {
    what: 'a package that is not there',
    words: ['compose', 'unknown.wac', '-o', 'out.wasm', '--dep', 'my:pirate=absent.wasm'],
    code: 'input-not-found',
    step: 'compose',
    text: 'absent.wasm',
    item: 'absent.wasm',
  },
  {
    what: 'a component that imports what no policy allows',
    words: ['compose', 'imports.wasm', '--out', 'out'],
    code: 'import-not-granted',
    step: 'compose',
    text: 'wasi:clocks/monotonic-clock@0.2.3',
  },
  ...Object.entries({
    'core.wasm': ['is a core module, not a component', 'component new'],
    'truncated.wasm': ['is not a valid component: ', 'cut short'],
    'blank.wasm': ['is empty, not a component', ''],
    'text.wasm': ['is not WebAssembly, not a component', ''],
  }).flatMap(([file, [reason = '', hint = '']]) =>
    [
      ['plug', file, '--plug', good, '-o', 'out.wasm'],
      ['plug', good, '--plug', file, '-o', 'out.wasm'],
      ['compose', file, '--out', 'out'],
      ['compose', 'unknown.wac', '--dep', `my:pirate=${file}`, '-o', 'out.wasm'],
      ['resolve', 'unknown.wac', '--dep', `my:pirate=${file}`],
      ['targets', file],
    ].map((words) => ({
      what: words.join(' '),
      words,
      code: 'component-malformed' as const,
      step: words[0] === 'targets' ? 'validate' : 'compose',
      text: `${file} ${reason}`,
      item: file,
      hint: new RegExp(hint),
    })),
  ),
  {
    what: 'a WAC document that does not parse',
    words: ['parse', 'broken.wac'],
    code: 'document-invalid',
    step: 'compose',
    text: /broken\.wac:3/,
  },
  ...[
    ['test', '{}'],
    ['deploy', '{}'],
    ['compose', good, '--out', 'out', '--app', '{}'],
  ].flatMap((words) =>
    (
      [
        ['app', 'manifest-invalid', /^app\/spin\.toml: .*spin_manifest_version/, 'app/spin.toml'],
        ['app-syntax', 'manifest-invalid', /^app-syntax\/spin\.toml:2:/, 'app-syntax/spin.toml'],
        ['core.wasm', 'input-unreadable', /^core\.wasm is not an application/, 'core.wasm'],
        ['app-core', 'component-malformed', /^app-core\/app\.wasm is a core/, 'app-core/app.wasm'],
        ['none', 'input-not-found', /none/, 'none'],
      ] as const
    )
      // Spin runs a core module too: to compose it is one that leaves nothing open.
      .filter(([app]) => app !== 'app-core' || words[0] !== 'compose')
      .map(([app, code, text, item]) => ({
        what: `the application ${app} to ${words[0]}`,
        words: words.map((word) => (word === '{}' ? app : word)),
        code,
        step: words[0],
        text,
        item,
      })),
  ),
  {
    what: 'an application of a core module, which leaves nothing open',
    words: ['compose', good, '--out', 'out', '--app', 'app-core'],
    code: 'plug-unmatched',
    step: 'compose',
    text: /^good fits nothing of app/,
    item: good,
  },
  {
    what: 'an output that is a folder',
    words: ['componentize', good, '-o', 'both'],
    code: 'output-unwritable',
    step: 'componentize',
    text: 'both',
  },
  {
    what: 'an output that is to be a folder',
    words: ['componentize', good, '-o', 'none/'],
    code: 'output-unwritable',
    step: 'componentize',
    text: 'none/',
    hint: 'Give the name of a file.',
  },
  ...[
    ['componentize', good, '-o', '/proc/none/out.wasm'],
    ['run', good, '--out', '/proc/none/out'],
    ['compose', good, '--out', '/proc/none/out'],
  ].map((words) => ({
    what: `${words[0]} to where no folder can be made`,
    words,
    code: 'output-unwritable' as const,
    step: words[0] === 'compose' ? 'compose' : 'componentize',
    text: '/proc/none/out',
    item: words.at(-1) as string,
  })),
  {
    what: 'an unknown deployment',
    words: ['logs', 'nobody'],
    code: 'deployment-unknown',
    step: 'deploy',
    text: 'nobody',
  },
  {
    what: 'a key that is not set',
    words: [
      'run',
      good,
      '--llm',
      'openai',
      '--llm-url',
      'http://127.0.0.1:1',
      '--llm-key-env',
      'AIRLOCK_NO_KEY',
    ],
    code: 'llm-key-missing',
    step: 'deploy',
    text: 'AIRLOCK_NO_KEY',
  },
  {
    what: 'no Python',
    words: ['run', 'missing'],
    code: 'python-missing',
    step: 'componentize',
    text: /Python/,
    options: async () => ({
      env: { PATH: join(place.work, 'nothing'), AIRLOCK_CACHE_DIR: join(place.path, 'cache-1') },
    }),
  },
  {
    what: 'no network',
    words: ['run', 'missing'],
    code: 'tool-install-failed',
    step: 'componentize',
    text: /componentize-py/,
    options: async () => ({
      env: {
        AIRLOCK_CACHE_DIR: join(place.path, 'cache-2'),
        PIP_INDEX_URL: 'http://127.0.0.1:1/simple',
        PIP_RETRIES: '0',
        PIP_CONFIG_FILE: '/dev/null',
      },
    }),
  },
]

test.each(rows)('$what: $code', async ({ words, code, step, text, item, hint, options }) => {
  const before = await readdir(place.work)
  const given = (await options?.()) ?? {}
  const outcome = await place.run([...words, '--json'], given)
  const { error } = outcome.json<{ error: Record<string, string> }>()
  expect(error).toMatchObject({
    code,
    message: expect.stringMatching(text),
    hint: expect.stringMatching(hint ?? /\w/),
    item: item ?? expect.stringMatching(/./),
  })
  expect(error.step).toBe(step)
  expect(outcome).toMatchObject({ status: errorCodes[code].exit, stderr: '' })
  // A component that was accepted stays, so that it can be looked at.
  const now = await readdir(place.work)
  expect(now.filter((name) => name !== '.airlock' || step === 'componentize')).toEqual(before)
  await rm(join(place.work, '.airlock'), { recursive: true, force: true })
  expect(await place.leftovers()).toEqual([])
})

test('a readable error has no stack, and --verbose has one', async () => {
  const plain = await place.run(['run', 'missing'])
  expect(plain).toMatchObject({ status: 1 })
  expect(plain.stderr).toContain('[function-missing]')
  expect(plain.stdout + plain.stderr).not.toMatch(/^\s+at /m)
  expect((await place.run(['run', 'missing', '--verbose'])).stderr).toMatch(/^\s+at /m)
})

test('a port in use: what was found out is kept, and nothing runs', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  const { port } = server.address() as { port: number }
  const outcome = await place.run(['run', good, '--port', String(port), '--json'])
  expect(outcome.status).toBe(1)
  expect(outcome.json()).toMatchObject({
    error: { code: 'port-in-use', step: 'deploy', item: expect.stringContaining(String(port)) },
    component: { language: 'wasm', imports: [] },
    tests: expect.any(Array),
  })
  expect((await place.run(['ps', '--json'])).json()).toEqual({ deployments: [] })
  expect(await place.leftovers()).toEqual([])
  server.close()
})

test('a reader that goes away does not end in an error', async () => {
  const script = `"$0" "$1" --help | head -n 1`
  const { stderr } = await promisify(execFile)('sh', ['-c', script, process.execPath, bin])
  expect(stderr).toBe('')
})
