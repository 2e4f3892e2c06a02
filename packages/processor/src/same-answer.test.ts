import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promptWit, promptWorld } from '@wasm-airlock/shared'
import { encodeWit, parseWat } from '@wasm-airlock/wac'
import { type Policy, type ValidationResult, validateComponent } from '@wasm-airlock/wit-validate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { processSource } from './process-source.ts'
import { Workplace } from './testing/command.ts'
import { promptWat } from './testing/prompt-wat.ts'

const environment = '(import "wasi:cli/environment@0.2.9" (instance (export "get-arguments" (func))))'
const many = Array.from({ length: 120 }, (_, index) => `(import "a${index}" (func))`).join(' ')

/** Each with what it imports beyond the prompt interface. */
const components: Readonly<
  Record<string, readonly [bytes: () => Promise<Uint8Array>, imports: readonly string[]]>
> = {
  'the prompt interface, nothing else': [() => parseWat(promptWat()), []],
  'an import that a policy can allow': [
    () => parseWat(promptWat(environment)),
    ['wasi:cli/environment@0.2.9'],
  ],
  'an import that the application has itself': [
    () => parseWat(promptWat('(import "fermyon:spin/llm@2.0.0" (instance))')),
    ['fermyon:spin/llm@2.0.0'],
  ],
  'an import that nobody offers': [() => parseWat(promptWat('(import "log" (func))')), ['log']],
  'more imports than findings are listed': [
    () => parseWat(promptWat(many)),
    Array.from({ length: 120 }, (_, index) => `a${index}`),
  ],
  'a hint in the import that code generators follow': [
    () => parseWat(promptWat('(import "node:fs/promises" (instance))')),
    ['node:fs/promises'],
  ],
  'a name that is not safe': [() => parseWat(promptWat('(core module (func (export "a\\"b")))')), []],
  'an export too much': [
    () =>
      parseWat(
        promptWat().replace(
          /\)$/,
          '(instance $more (export "f" (func $before))) (export "more" (instance $more)))',
        ),
      ),
    [],
  ],
  'another version': [() => parseWat(promptWat().replace('@0.0.1', '@0.0.2')), []],
  'another type': [
    () =>
      parseWat(
        '(component (import "component:promptprocessor/promptmodification@0.0.1" (instance $i (export "before" (func)))) (export "component:promptprocessor/promptmodification@0.0.1" (instance $i)))',
      ),
    ['component:promptprocessor/promptmodification@0.0.1'],
  ],
  'nothing at all': [() => parseWat('(component)'), []],
  'a core module': [() => parseWat('(module)'), []],
  'a WIT package': [() => encodeWit(promptWit), []],
  'a body that does not type-check': [() => parseWat('(component (core module (func (result i32))))'), []],
  'a component cut short': [async () => (await parseWat(promptWat())).subarray(0, 200), []],
  text: [async () => new TextEncoder().encode('#!/bin/sh\n'), []],
  'an empty file': [async () => new Uint8Array(), []],
}

type Answer = Pick<ValidationResult, 'ok' | 'findings' | 'imports' | 'exports'>

let folder: string
let place: Workplace
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airlock-same-answer-'))
  place = await Workplace.create()
  for (const [path, text] of Object.entries(promptWit)) {
    await mkdir(join(folder, 'wit'), { recursive: true })
    await writeFile(join(folder, 'wit', path), text)
  }
})
afterAll(async () => {
  await place[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

async function askCommand(file: string, policy: Policy, ...words: string[]): Promise<Answer> {
  await writeFile(join(folder, 'policy.toml'), `allow = ${JSON.stringify(policy.allow)}\n`)
  const outcome = await place.run([
    'validate',
    file,
    ...words,
    '--policy',
    join(folder, 'policy.toml'),
    '--json',
  ])
  const { ok, findings, imports, exports, error } = outcome.json<Answer & { error?: { code: string } }>()
  expect([outcome.status === 0, error?.code]).toEqual(ok ? [true, undefined] : [false, 'validation-failed'])
  return { ok, findings, imports, exports }
}

/** The real pipeline, which is stopped as soon as it has validated. */
async function askProcessor(file: string, policy: Policy): Promise<Answer> {
  const stop = new AbortController()
  const run = processSource(file, { policy, out: join(folder, 'out'), signal: stop.signal })
  const settled = run.result.catch(({ code }: { code: string }) => code)
  let ok: boolean | undefined
  try {
    for await (const event of run) {
      if (event.type !== 'step-end' || event.step !== 'validate') continue
      ok = event.ok
      stop.abort()
    }
  } catch {
    // How it ends is what `settled` says.
  }
  expect([ok, await settled]).toEqual(ok ? [true, 'aborted'] : [false, 'validation-failed'])
  const { findings = [], component } = run.known
  return { ok: ok === true, findings, imports: component?.imports ?? [], exports: component?.exports ?? [] }
}

describe.each(Object.entries(components))('%s', (_, [make, imports]) => {
  const policies: readonly (readonly [string, Policy])[] = [
    ['that allows what it imports', { allow: imports }],
    ...(imports.length === 0 ? [] : [['that allows nothing', { allow: [] }] as const]),
    ['that allows everything', { allow: ['*'] }],
  ]

  test.each(policies)('gets one answer under a policy %s', async (_, policy) => {
    const bytes = await make()
    const file = join(folder, 'component.wasm')
    await writeFile(file, bytes)
    const library = await validateComponent(bytes, { wit: promptWit, world: promptWorld, policy })
    expect(await askProcessor(file, policy)).toEqual(library)
    const wit = ['--wit', join(folder, 'wit'), '--world', promptWorld]
    expect(await askCommand(file, policy, ...wit)).toEqual(library)
  })
})

test.each(['an import that a policy can allow', 'nothing at all', 'a core module'])(
  '%s gets one answer where no world is asked for',
  async (name) => {
    const bytes = await components[name]?.[0]()
    if (bytes === undefined) throw new Error(name)
    const file = join(folder, 'component.wasm')
    await writeFile(file, bytes)
    const policy = { allow: ['*'] }
    expect(await askCommand(file, policy)).toEqual(await validateComponent(bytes, { policy }))
  },
)
