import { afterAll, beforeAll, expect, test } from 'vitest'
import { Workplace } from '../testing/command.ts'
import { commandModules } from './program.ts'

let place: Workplace
beforeAll(async () => {
  place = await Workplace.create()
})
afterAll(() => place[Symbol.asyncDispose]())

test('help names every command, and every command has an example', async () => {
  const help = await place.run(['--help'])
  expect(help).toMatchObject({ status: 0, stderr: '' })
  for (const { name } of commandModules) {
    const [first, ...more] = name.split(' ')
    expect(help.stdout).toContain(`\n  ${first} `)
    const own = await place.run([String(first), ...more, '--help'])
    expect(own.status).toBe(0)
    expect(own.stdout).toMatch(new RegExp(`Examples?:\\n {2}\\$ airlock ${name}`))
  }
})

test.each([
  [[], 'No command is given', undefined],
  [['nonsense'], "unknown command 'nonsense'", undefined],
  [['run'], "missing required argument 'source'", 'componentize'],
  [['run', 'x', '--prot', '1'], "unknown option '--prot'", 'componentize'],
  [['run', 'x', '--port', '70000'], 'A port is a number from 0 to 65535', 'componentize'],
  [['run', 'x', '--timeout', '0'], 'A deadline is a number of seconds', 'componentize'],
  [['call', 'x', 'y', '--timeout', 'long'], 'A deadline is a number of seconds', 'sandbox'],
  [['run', 'x', '--target', 'moon'], 'Allowed choices are local', 'componentize'],
  [['run', 'x', '--llm', 'openai'], '--llm openai needs --llm-url', 'componentize'],
  [['run', 'x', '--llm-model', 'm'], '--llm-model has no meaning', 'componentize'],
  [['componentize', 'x'], "required option '-o, --output <file>'", 'componentize'],
  [['policy'], 'No command is given', undefined],
  [['policy', 'sugest', 'x'], "unknown command 'sugest'", undefined],
  [['policy', 'suggest'], "missing required argument 'component'", 'validate'],
  [['restrict', 'x'], "required option '-o, --output <file>'", 'validate'],
  [['validate', 'x', '--format', 'html'], 'Allowed choices are text, json, markdown, sarif', 'validate'],
  [['plug', 'x', '-o', 'y'], "required option '--plug <file>'", 'compose'],
  [['compose', 'x.wasm'], 'A component is composed with --out DIR', 'compose'],
  [['compose', 'x.wac'], 'A document is composed with -o FILE', 'compose'],
  [['compose', 'x.wac', '-o', 'y', '--app', 'z'], '--app has no meaning for a document', 'compose'],
  [['compose', 'x.wac', '-o', 'y', '--out', 'z'], '--out has no meaning for a document', 'compose'],
  [['compose', 'x.wac', '-o', 'y', '--policy', 'z'], '--policy has no meaning for a document', 'compose'],
  [['compose', 'x.wasm', '--out', 'y', '--dep', 'a:b=z'], '--dep has no meaning for a component', 'compose'],
  [['compose', 'x.wasm', '--out', 'y', '-o', 'z'], '-o has no meaning for a component', 'compose'],
  [['compose'], "missing required argument 'input'", 'compose'],
  [['compose', 'x.wasm', 'y.wac', '-o', 'z'], '-o has no meaning for a component', 'compose'],
  [['compose', 'x.wasm', 'y.wac', '--out', 'z'], 'with --document y.wac', 'compose'],
  [
    ['compose', 'x.wasm', '--explain', '-o', 'z', '--mode', 'spin-dependencies'],
    '-o has no meaning beside --mode spin-dependencies',
    'compose',
  ],
  [['compose', 'x.wasm', '--out', ''], '--out is empty', 'compose'],
  [['compose', 'x.wasm', '--app', '', '--out', 'y'], '--app is empty', 'compose'],
  [['run', 'x', '--wit', ''], '--wit is empty', 'componentize'],
  [['compose', 'x.wasm', '--out', 'y', '--into', ''], '--into needs ID or NAME=ID', 'compose'],
  [['compose', 'x.wasm', '--out', 'y', '--into', 'z=web'], 'They are called x', 'compose'],
  [['compose', 'x.wasm', '--out', 'y', '--into', 'a', '--into', 'b'], '--into x=b', 'compose'],
  [
    ['compose', 'x.wasm', '--out', 'y', '--into', 'x=a', '--into', 'x=b'],
    '--into says twice where x goes',
    'compose',
  ],
  [['compose', `${'a'.repeat(300)}=x.wasm`, '--out', 'y'], `${'a'.repeat(60)}… is no name`, 'compose'],
  [['compose', 'a/x.wasm', 'b/x.wasm', '--out', 'y'], 'a/x.wasm and b/x.wasm are both called x', 'compose'],
  [['compose', 'b=a.wasm', 'b.wasm', '--out', 'y'], 'a.wasm and b.wasm are both called b', 'compose'],
  [['compose', 'My_Name=a.wasm', '--out', 'y'], 'My_Name is no name for a component', 'compose'],
  [
    ['compose', 'x.wasm', '--out', 'y', '--mode', 'z'],
    'Allowed choices are plug, spin-dependencies',
    'compose',
  ],
  [['compose', 'x.wasm', '--in-place'], '--in-place changes the application that --app names', 'compose'],
  [['compose', 'x.wasm', '--app', 'y', '--in-place'], '--in-place would replace a component', 'compose'],
  [['compose', 'x.wasm', '--app', 'y', '--in-place', '--out', 'z'], '--out has no meaning beside', 'compose'],
  [
    ['compose', 'x.wasm', '--out', 'y', '--document', 'z', '--choose', 'v'],
    '--choose has no meaning beside',
    'compose',
  ],
  [['ps', 'more'], 'too many arguments', 'deploy'],
] as const)('%o is bad usage', async (words, message, step) => {
  const outcome = await place.run([...words, '--json'])
  expect(outcome).toMatchObject({ status: 2, stderr: '' })
  const { error } = outcome.json<{ error: Record<string, string> }>()
  expect(error).toMatchObject({
    code: 'usage-invalid',
    item: expect.any(String),
    hint: expect.stringMatching(/./),
  })
  expect(`${error.message} ${error.hint}`.toLowerCase()).toContain(message.toLowerCase())
  expect(error.step).toBe(step)
})

test('readable errors go to standard error, with a hint and without a stack', async () => {
  const outcome = await place.run(['rnu'])
  expect(outcome).toMatchObject({ status: 2, stdout: '' })
  expect(outcome.stderr).toContain('Did you mean run?')
  expect(outcome.stderr).toContain('--help')
  expect(outcome.stderr).not.toMatch(/^\s+at /m)
  expect((await place.run(['rnu', '--verbose'])).stderr).toMatch(/^\s+at /m)
})

test('common options stand before or behind the command', async () => {
  for (const words of [
    ['--json', 'ps'],
    ['ps', '--json'],
  ])
    expect((await place.run(words)).json()).toEqual({ deployments: [] })
})
