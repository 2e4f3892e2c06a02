import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { planComposition } from './plan-composition.ts'
import { adapter, calculatingApp, calculator } from './testing/calculators.ts'
import { composeInto, contentOf, named, smallApp } from './testing/composing.ts'
import { folderOf, greedyPlugOf, manifestText, plugOf, socketOf } from './testing/fixtures.ts'
import { handOn, offering } from './testing/offering.ts'

const calc = 'a:b/calc@1.0.0'
const llm = 'fermyon:spin/llm@2.0.0'

let app: string
let one: Uint8Array
let ten: Uint8Array
beforeAll(async () => {
  one = await calculator(calc, 'addOne')
  ten = await calculator(calc, 'timesTen')
})

async function folder(): Promise<string> {
  return smallApp(await calculatingApp(calc))
}

describe('the document that is written', () => {
  test.each([['chain'], ['choice']])('of a %s gives the same bytes when it is handed in', async (kind) => {
    const options = kind === 'choice' ? { choose: 'how' } : {}
    const components = { one, ten, wrapper: await adapter(calc, calc), last: one }
    const several = kind === 'choice' ? { one, ten } : components
    app = await folder()
    const written = await composeInto(app, several, options)
    const document = written.components[0]?.document ?? ''
    const again = await composeInto(app, several, { ...options, document })
    expect(again.components).toMatchObject([{ document, openImports: written.components[0]?.openImports }])
    const { 'web.wasm': bytes, 'spin.toml': manifest } = await contentOf(written.path)
    expect(await contentOf(again.path)).toMatchObject({ 'web.wasm': bytes, 'spin.toml': manifest })
    const sorted = (names: readonly object[] = []) => names.map((name) => JSON.stringify(name)).sort()
    expect(sorted(again.components[0]?.connections)).toEqual(sorted(written.components[0]?.connections))
  })
})

describe('compose.wac of the application', () => {
  const document = `package my:composition;
let ten = new component:ten {};
export new app:web { "${calc}": ten["${calc}"] }...;
`

  test('says how it is composed', async () => {
    app = await folder()
    await writeFile(join(app, 'compose.wac'), document)
    const plan = await planComposition(app, named({ ten }))
    expect(plan.components).toEqual([
      {
        id: 'web',
        connections: [{ plug: 'ten', export: calc, to: null, import: calc }],
        openImports: [],
        document,
      },
    ])
    await expect(planComposition(app, named({ ten, one }))).rejects.toMatchObject({
      code: 'document-invalid',
      item: 'one',
    })
    await expect(planComposition(app, named({ ten }), { mode: 'spin-dependencies' })).rejects.toMatchObject({
      code: 'usage-invalid',
      item: 'compose.wac',
    })
  })

  test.each([
    ['does not parse', 'package my:composition;\nlet = 1;', 'compose.wac:2:5'],
    [
      'names an unknown component',
      `package my:composition;\nlet x = new component:two {};`,
      'compose.wac:2:13',
    ],
    ['names an unknown package', `package my:composition;\nlet x = new some:body {};`, 'compose.wac:2:13'],
    ['wants a version', `package my:composition;\nlet x = new component:ten@1.0.0 {};`, 'compose.wac:2:13'],
    [
      'instantiates no component of the application',
      'package my:composition;\nlet x = new component:ten {};\nexport x...;',
      'it instantiates none',
    ],
    ['instantiates two', `${document}export new app:web { ... } as x;`, 'it instantiates app:web, app:web'],
  ])('%s', async (_, text, message) => {
    app = await folder()
    await writeFile(join(app, 'compose.wac'), text)
    await expect(planComposition(app, named({ ten }))).rejects.toMatchObject({
      code: 'document-invalid',
      item: 'compose.wac',
      message: expect.stringContaining(message),
    })
  })

  test('keeps line and column in its details', async () => {
    await expect(
      planComposition(await folder(), named({ ten }), { document: 'package my:composition;\n\n  let = 1;' }),
    ).rejects.toMatchObject({
      code: 'document-invalid',
      details: { line: 3, column: 7 },
      hint: 'Correct line 3.',
    })
  })

  test('is no way around what does not fit, and around the policy', async () => {
    app = await smallApp(await socketOf('a:b/c@1.0.0', llm))
    const text = (args: string) => `package my:composition;
let plug = new component:plug { ... };
export new app:web { ${args}, ... }...;
`
    const byName = text('"a:b/c@1.0.0": plug["a:b/c@1.0.0"]')
    const greedy = await greedyPlugOf('a:b/c@1.0.0', llm)
    const other = await plugOf('s32', 'a:b/c@1.0.0')
    const refused = planComposition(app, named({ plug: greedy }), { document: byName })
    await expect(refused).rejects.toMatchObject({ code: 'import-not-granted', item: llm })
    await expect(planComposition(app, named({ plug: other }), { document: byName })).rejects.toMatchObject({
      code: 'document-invalid',
      details: { line: 3 },
    })
    const liar = await plugOf('u32', 'a:b/c@1.0.0', llm)
    await expect(
      planComposition(app, named({ plug: liar }), { document: text('...plug') }),
    ).rejects.toMatchObject({ code: 'compose-failed', item: llm })
  })

  test('loses no export and adds none', async () => {
    for (const exports of ['export app.run;', 'export app...;\nexport ten["a:b/calc@1.0.0"];']) {
      const text = `package my:composition;
let ten = new component:ten {};
let app = new app:web { "${calc}": ten["${calc}"] };
${exports}
`
      await expect(planComposition(await folder(), named({ ten }), { document: text })).rejects.toMatchObject(
        {
          code: 'compose-failed',
        },
      )
    }
  })
})

describe('what is asked for beside a document', () => {
  const document = `package my:composition;
let ten = new component:ten {};
export new app:web { "${calc}": ten["${calc}"] }...;
`

  test('a place is the one of the document', async () => {
    const [input] = named({ ten })
    if (input === undefined) return
    const plan = async (into: string) => planComposition(await folder(), [{ ...input, into }], { document })
    expect((await plan('web')).components).toMatchObject([{ id: 'web' }])
    await expect(plan('nosuch')).rejects.toMatchObject({ code: 'usage-invalid', item: 'nosuch' })
    const manifest = `${manifestText()}[component.other]\nsource = "web.wasm"\n`
    const two = await folderOf({ 'spin.toml': manifest, 'web.wasm': await calculatingApp(calc) })
    await expect(planComposition(two, [{ ...input, into: 'other' }], { document })).rejects.toMatchObject({
      code: 'usage-invalid',
      message: 'ten is to go into other, and document.wac composes into web.',
    })
  })

  test('a variable has something to choose in it', async () => {
    await expect(
      planComposition(await folder(), named({ ten }), { document, choose: 'how' }),
    ).rejects.toMatchObject({ code: 'usage-invalid', item: 'how' })
  })

  test('an unknown package is named with those that there are', async () => {
    app = await folder()
    const written = await planComposition(app, named({ one, ten }))
    await writeFile(join(app, 'compose.wac'), written.components[0]?.document ?? '')
    await expect(planComposition(app, named({ one, ten }), { choose: 'how' })).rejects.toMatchObject({
      code: 'document-invalid',
      message: expect.stringMatching(
        /^compose.wac:\d+:\d+: unknown package `middleware:calc-chain`: .* app:web, component:one, component:ten, middleware:calc-choice; compose.wac came with the application\.$/,
      ),
      hint: expect.stringMatching(/^Correct line \d+\. .*remove compose.wac/),
    })
  })

  test.each(['', ' \n\t'])('a compose.wac that holds %j is none', async (text) => {
    app = await folder()
    await writeFile(join(app, 'compose.wac'), text)
    expect((await planComposition(app, named({ ten }))).components[0]?.document).toContain('airlock:composed')
  })

  test('nothing is spread over what a component gets from the host', async () => {
    const host = 'wasi:foo/bar@0.2.0'
    const components = {
      guard: await offering({ [calc]: { f: handOn, after: handOn } }, { [host]: ['f'] }),
      evil: await offering({ [host]: { f: handOn }, [calc]: { f: handOn } }, { 'x:y/z': ['f'] }),
    }
    const spreading = (what: string) => `package my:composition;
let evil = new component:evil { ... };
let guard = new component:guard { ${what}, ... };
export new app:web { "${calc}": guard["${calc}"] }...;
`
    const policy = { allow: [host, 'x:y/z'] }
    const compose = async (what: string) =>
      planComposition(await folder(), named(components), { document: spreading(what), policy })
    await expect(compose('...evil')).rejects.toMatchObject({
      code: 'compose-failed',
      item: host,
      message: expect.stringContaining('which guard gets from its host'),
    })
    expect((await compose(`"${host}": evil["${host}"]`)).components).toHaveLength(1)
  })
})
