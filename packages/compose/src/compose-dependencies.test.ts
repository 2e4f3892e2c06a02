import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createSandbox, readSpinApp } from '@wasm-airlock/host'
import { beforeAll, describe, expect, test } from 'vitest'
import { composeApp } from './compose-app.ts'
import type { ComposedApp, PlanOptions } from './options.ts'
import { planComposition } from './plan-composition.ts'
import { adapter, calculatingApp, calculator } from './testing/calculators.ts'
import { composeInto, contentOf, named, smallApp } from './testing/composing.ts'
import { folderOf, greedyPlugOf, manifestText, plugOf, socketOf } from './testing/fixtures.ts'

const calc = 'a:b/calc@1.0.0'
const mode = 'spin-dependencies'
const flag = 'dependencies_inherit_configuration'

let one: Uint8Array
let ten: Uint8Array
beforeAll(async () => {
  one = await calculator(calc, 'addOne')
  ten = await calculator(calc, 'timesTen')
})

async function folder(...lines: readonly string[]): Promise<string> {
  return smallApp(await calculatingApp(calc), ...lines)
}

/** What the embedded host makes of 3, after it has composed what the manifest says. */
async function answers({ path }: ComposedApp, variables: Record<string, string> = {}): Promise<unknown[]> {
  const { components } = await readSpinApp(path)
  const component = components[0]?.component
  if (component === undefined) throw new Error('no component')
  await using sandbox = await createSandbox(component, { grants: { variables } })
  return [await sandbox.call('run', [3]), await sandbox.call('run-after', [3])]
}

describe('both modes answer alike', () => {
  const cases: readonly (readonly [string, () => Promise<Record<string, Uint8Array>>, unknown])[] = [
    ['one component', async () => ({ ten }), [30, 30]],
    ['a compatible version', async () => ({ ten: await calculator('a:b/calc@1.3.0', 'timesTen') }), [30, 30]],
    ['a chain', async () => ({ one, ten }), [40, 31]],
    ['a wrapper', async () => ({ wrapper: await adapter(calc, calc), ten }), [31, 31]],
    [
      'feeding',
      async () => ({
        first: await adapter(calc, 'a:b/x@1.0.0'),
        x: await calculator('a:b/x@1.0.0', 'square'),
      }),
      [10, 10],
    ],
  ]
  test.each(cases)('%s', async (_, components, expected) => {
    const parts = await components()
    const app = await folder()
    const composed = await composeInto(app, parts)
    const named = await composeInto(app, parts, { mode })
    expect(await answers(composed)).toEqual(expected)
    expect(await answers(named)).toEqual(expected)
    expect(named.components[0]?.connections).toEqual(composed.components[0]?.connections)
    expect(named.components[0]?.openImports).toEqual(composed.components[0]?.openImports)
    expect(named.components[0]?.document === null).toBe(Object.keys(parts).length === 1)
  })

  test.each(['plug', mode] as const)('a choice, in mode %s', async (mode) => {
    const composed = await composeInto(await folder(), { one, ten }, { mode, choose: 'how' })
    expect(await answers(composed, { how: 'one' })).toEqual([4, 4])
    expect(await answers(composed, { how: 'ten' })).toEqual([30, 30])
    await expect(answers(composed, { how: 'none' })).rejects.toMatchObject({ code: 'guest-trapped' })
  })
})

describe('the manifest', () => {
  async function textOf(app: string, components: Record<string, Uint8Array>, options: PlanOptions = {}) {
    const { path } = await composeInto(app, components, { ...options, mode })
    return { path, text: await readFile(join(path, 'spin.toml'), 'utf8') }
  }

  test('names the dependency by its import, and the export where that differs', async () => {
    const app = await folder()
    const { path, text } = await textOf(app, { ten: await calculator('a:b/calc@1.3.0', 'timesTen') })
    expect(text).toContain(`${flag} = false`)
    expect(text).toContain(`"${calc}" = { path = "dependencies/ten.wasm", export = "a:b/calc@1.3.0" }`)
    const files = await contentOf(path)
    expect(Object.keys(files)).toEqual([
      '.airlock-app.json',
      'dependencies/ten.wasm',
      'spin.toml',
      'web.wasm',
    ])
    expect(files['web.wasm']).toBe((await contentOf(app))['web.wasm'])
  })

  test('gives the variable to what chooses, and nothing to the others', async () => {
    const app = await smallApp(await socketOf('a:b/d@1.0.0'))
    const { text } = await textOf(app, { plug: await plugOf('u32', 'a:b/d@1.0.0') })
    expect(text).toContain(`${flag} = false`)
    const chosen = await textOf(await folder(), { one, ten }, { choose: 'how' })
    expect(chosen.text).not.toContain(flag)
    expect(chosen.text).toContain(
      `"${calc}" = { path = "dependencies/calc-choice.wasm", inherit_configuration = true }`,
    )
    expect(chosen.text).toContain('how = { default = "one" }')
  })

  test('is changed in the application itself, where that is wanted', async () => {
    const app = await folder('# with a comment')
    const composed = await composeApp(app, named({ ten }), { out: app, mode })
    expect(composed.path).toBe(app)
    expect(await answers(composed)).toEqual([30, 30])
    expect(await readFile(join(app, 'spin.toml'), 'utf8')).toContain('# with a comment')
    // What Airlock satisfied is open for the next one.
    const { components } = await planComposition(app, named({ ten }), { mode })
    expect(components).toEqual(composed.components)
  })

  test('keeps the dependencies that are there, and files of the same name', async () => {
    const app = await folderOf({
      'spin.toml': `${manifestText()}[component.web.dependencies]\n"a:b/c@1.0.0" = { path = "dependencies/plug.wasm" }\n`,
      'web.wasm': await socketOf('a:b/c@1.0.0', 'o:p/d@1.0.0'),
      'dependencies/plug.wasm': await plugOf('u32', 'a:b/c@1.0.0'),
    })
    const { path, text } = await textOf(app, { plug: await plugOf('u32', 'o:p/d@1.0.0') })
    expect(text).toContain('"o:p/d@1.0.0" = { path = "dependencies/plug2.wasm" }')
    const before = await contentOf(app)
    expect((await contentOf(path))['dependencies/plug.wasm']).toBe(before['dependencies/plug.wasm'])
  })

  test('is refused where it hands the grants to all dependencies', async () => {
    const plug = await plugOf('u32', 'o:p/d@1.0.0')
    const inherits = `${manifestText(`${flag} = true`)}[component.web.dependencies]\n"a:b/c@1.0.0" = { path = "c.wasm" }\n`
    const app = await folderOf({
      'spin.toml': inherits,
      'web.wasm': await socketOf('a:b/c@1.0.0', 'o:p/d@1.0.0'),
      'c.wasm': await plugOf('u32', 'a:b/c@1.0.0'),
    })
    await expect(composeInto(app, { plug }, { mode })).rejects.toMatchObject({
      code: 'manifest-invalid',
      item: `component.web.${flag}`,
    })
    const { text } = await textOf(await folder(`${flag} = true`), { ten })
    expect(text).toContain(`${flag} = false`)
  })

  test.each(['true', 'false'])(
    'says it for each where a choice needs it, and %s for all before',
    async (all) => {
      const app = await folder(`${flag} = ${all} # mine`)
      const { path, text } = await textOf(app, { one, ten }, { choose: 'how' })
      expect(text).not.toContain(flag)
      expect(text).toContain('inherit_configuration = true }')
      expect((await readSpinApp(path)).components).toHaveLength(1)
    },
  )

  test('says it for each where others do', async () => {
    const app = await folderOf({
      'spin.toml': `${manifestText()}[component.web.dependencies]\n"a:b/c@1.0.0" = { path = "c.wasm", inherit_configuration = true }\n`,
      'web.wasm': await socketOf('a:b/c@1.0.0', 'o:p/d@1.0.0'),
      'c.wasm': await plugOf('u32', 'a:b/c@1.0.0'),
    })
    const { path, text } = await textOf(app, { plug: await plugOf('u32', 'o:p/d@1.0.0') })
    expect(text).not.toContain(flag)
    expect(text).toContain(
      '"o:p/d@1.0.0" = { path = "dependencies/plug.wasm", inherit_configuration = false }',
    )
    expect((await readSpinApp(path)).components).toHaveLength(1)
  })
})

test('a dependency has no import that needs a grant, whatever the policy allows', async () => {
  const app = await smallApp(await socketOf('a:b/c@1.0.0'))
  const llm = 'fermyon:spin/llm@2.0.0'
  const clock = 'wasi:clocks/wall-clock@0.2.3'
  const policy = { allow: [llm, clock] }
  await expect(
    composeInto(app, { greedy: await greedyPlugOf('a:b/c@1.0.0', clock, llm) }, { mode, policy }),
  ).rejects.toMatchObject({
    code: 'import-not-granted',
    item: llm,
    message: expect.stringContaining('greedy'),
    hint: expect.stringContaining('plug'),
  })
  const { components } = await composeInto(
    app,
    { modest: await greedyPlugOf('a:b/c@1.0.0', clock) },
    { mode, policy },
  )
  expect(components[0]?.openImports).toEqual([clock])
})
