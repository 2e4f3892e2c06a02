import { AirlockError } from '@wasm-airlock/shared'
import { expect, it } from 'vitest'
import { parseWat, plugComponents, resolveDocument } from './index.ts'

/** Where the work grew with the square of these, it would take several times what a test may. */
const MANY = 8000
const DEADLINE = 5000

const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n')
const imports = (count: number, name: (index: number) => string) =>
  parseWat(`(component ${lines(count, (index) => `(import "${name(index)}" (func))`)})`)
const exports = (count: number, name: (index: number) => string) =>
  parseWat(
    `(component (import "g" (func $f)) ${lines(count, (index) => `(export "${name(index)}" (func $f))`)})`,
  )
const refusal = async (run: Promise<unknown>) => {
  const error = await run.catch((thrown: unknown) => thrown)
  if (!(error instanceof AirlockError)) throw new Error('it should have failed', { cause: error })
  return error
}

it('finds that many exports fit one of many imports', { timeout: DEADLINE }, async () => {
  const socket = await imports(4000, (index) => `a:b/c@1.0.${index * 2}`)
  const component = await exports(4000, (index) => `a:b/c@1.0.${index * 2 + 1}`)
  const error = await refusal(plugComponents(socket, [{ name: 'p', component }]))
  expect(error).toMatchObject({ code: 'compose-failed', item: 'a:b/c@1.0.0' })
  expect(error.details.candidates).toHaveLength(4000)
})

it('connects many versions of one name', { timeout: DEADLINE }, async () => {
  const name = (index: number) => `a:b/c@1.0.${index}`
  const { connections, openImports, nearMisses } = await plugComponents(await imports(2000, name), [
    { name: 'p', component: await exports(2000, name) },
  ])
  expect([connections.length, openImports, nearMisses]).toEqual([2000, ['g'], []])
})

it('lists a thousand near misses of many versions', { timeout: DEADLINE }, async () => {
  const socket = await imports(4000, (index) => `a:b/c@${index + 1}.0.0`)
  const component = await exports(4000, (index) => `a:b/c@${index + 4001}.0.0`)
  const error = await refusal(plugComponents(socket, [{ name: 'p', component }]))
  expect(error).toMatchObject({ code: 'plug-unmatched', item: 'p' })
  expect(error.details.nearMisses).toHaveLength(1000)
})

it.each([
  ['instantiations', 'import x: func();', (index: number) => `let i${index} = new c:d { x };`],
  ['imports', '', (index: number) => `import i${index}: func();`],
  ['in one line after characters of two units', '/* 𝒳 */', (index: number) => `import i${index}: func();`],
  ['aliases of functions', 'import x: func();', (index: number) => `type t${index} = x;`],
])('resolves a document of many %s', { timeout: DEADLINE }, async (kind, first, line) => {
  const component = await parseWat('(component (import "x" (func $f)) (export "y" (func $f)))')
  const between = kind.startsWith('in one line') ? ' ' : '\n'
  const source = `package a:b;${between}${first}${between}${lines(MANY, line).replaceAll('\n', between)}`
  const resolved = await resolveDocument(source, { packages: { 'c:d': component } })
  const { instantiations, definitions, imports } = resolved
  const last = [instantiations, definitions, imports].find(({ length }) => length === MANY)?.at(-1)
  const { span } = last ?? {}
  const at = source.lastIndexOf(
    span === null || span === undefined ? '?' : source.substr(span.offset, span.length),
  )
  const before = source.slice(0, at).split('\n')
  expect(span).toMatchObject({ offset: at, line: before.length, column: (before.at(-1) ?? '').length + 1 })
})

it('finds no package of many behind a long comment', { timeout: DEADLINE }, async () => {
  const source = `package a:b;\n// ${'x'.repeat(1e6)}\n${lines(2000, (index) => `let i${index} = new c:d${index} {...};`)}`
  expect(await refusal(resolveDocument(source))).toMatchObject({
    code: 'document-invalid',
    item: 'c:d0',
    details: { line: 3 },
  })
})

it('says that no plug fits, and names none', async () => {
  const socket = await imports(1, () => 'a')
  const component = await exports(1, () => 'b')
  const plugs = ['p', 'q'].map((name) => ({ name, component }))
  const none = await refusal(plugComponents(socket, []))
  expect(none.message).toBe('there is no plug for the open imports of the socket')
  const several = await refusal(plugComponents(socket, plugs, { unmatched: 'drop' }))
  expect(several.message).toBe('no plug exports anything that fits an open import of the socket')
  for (const error of [none, several]) {
    expect(error.item).toBeUndefined()
    expect(error.details.report).toBe(
      'the socket component had no matching imports for the plugs that were provided',
    )
  }
})
