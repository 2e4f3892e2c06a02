import { join } from 'node:path'
import { componentizeSource } from '@wasm-airlock/componentize'
import { createSandbox } from '@wasm-airlock/host'
import { composeDocument, inspectComponent } from '@wasm-airlock/wac'
import { beforeAll, expect, test } from 'vitest'
import { folderOf, promptInterface } from '../testing/fixtures.ts'
import { buildChain, type MiddlewareInterface } from './build-chain.ts'
import { buildChoice } from './build-choice.ts'

const python = `
def before(userprompt: str) -> str:
    if userprompt == "fail":
        raise ValueError("no")
    return userprompt + " py"

def after(promptresult: str) -> str:
    return promptresult + " PY"
`
const javascript = `
export const before = (userprompt) => userprompt + ' js'
export const after = (promptresult) => promptresult + ' JS'
`

let packages: Record<string, Uint8Array>
let source: MiddlewareInterface
beforeAll(async () => {
  const folder = await folderOf({ 'python/app.py': python, 'javascript/app.js': javascript })
  const built = await Promise.all(
    ['python', 'javascript'].map((name) => componentizeSource(join(folder, name))),
  )
  const [py, js] = built.map(({ bytes }) => bytes) as [Uint8Array, Uint8Array]
  packages = { 'test:py': py, 'test:js': js }
  const { exports, types } = await inspectComponent(js)
  const found = exports.find(({ name }) => name === promptInterface)
  source = { name: promptInterface, types, type: found?.type as number }
}, 240_000)

function compose(middleware: Uint8Array): Promise<Uint8Array> {
  const text = `package test:composed;
    let py = new test:py { ... };
    let js = new test:js { ... };
    let all = new test:middleware { link0: py["${promptInterface}"], link1: js["${promptInterface}"], ... };
    export all["${promptInterface}"];`
  return composeDocument(text, { packages: { ...packages, 'test:middleware': middleware } })
}

test('Python and JavaScript in a chain answer together, a thousand times in one instance', async () => {
  await using sandbox = await createSandbox(await compose(await buildChain(source, 2)))
  expect(await sandbox.call('before', ['a'])).toBe('a py js')
  expect(await sandbox.call('after', ['ä'])).toBe('ä JS PY')
  await using session = await sandbox.openSession()
  for (let call = 0; call < 1000; call++)
    expect(await session.call('before', [`${call}`])).toBe(`${call} py js`)
  await expect(sandbox.call('before', ['fail'])).rejects.toMatchObject({ code: 'guest-trapped' })
})

test('a variable says which of them answers', async () => {
  const composed = await compose(await buildChoice(source, ['snake', 'script'], 'prompt_by'))
  const answers = async (value: string) => {
    await using sandbox = await createSandbox(composed, { grants: { variables: { prompt_by: value } } })
    return await sandbox.call('after', ['x'])
  }
  expect(await answers('snake')).toBe('x PY')
  expect(await answers('script')).toBe('x JS')
  await expect(answers('neither')).rejects.toMatchObject({ code: 'guest-trapped' })
})
