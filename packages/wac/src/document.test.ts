import { describe, expect, it } from 'vitest'
import { plugText, socketText } from './fixtures.ts'
import { composeDocument, inspectComponent, parseDocument, parseWat, resolveDocument } from './index.ts'

const number = 'test:dep/number@1.0.0'
const doubled = 'test:dep/doubled@1.0.0'
const source = `package test:composed@0.1.0;

let plug = new test:plug { ... };
let socket = new test:socket@1.0.0 { "${number}": plug["${number}"], ... };
export socket["run-0"] as run;
`

/** The place of the first `text` in the document above, or of the one behind `after`. */
function at(text: string, after = '') {
  const offset = source.indexOf(text, source.indexOf(after) + after.length)
  const lines = source.slice(0, offset).split('\n')
  return { line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1, offset, length: text.length }
}

async function packages() {
  return {
    'test:plug': await parseWat(plugText({ [number]: 'number' }, { 'test:dep/nothing': 'nothing' })),
    'test:socket@1.0.0': await parseWat(socketText({ [number]: 'number', [doubled]: 'doubled' })),
  }
}

describe('parseDocument', () => {
  it('gives the syntax tree', async () => {
    const { directive, statements } = await parseDocument(source)
    expect(directive.package).toMatchObject({ name: 'test:composed', version: '0.1.0' })
    expect(statements.map((statement) => Object.keys(statement))).toEqual([['Let'], ['Let'], ['Export']])
  })

  it('says where the text is wrong, in units of JavaScript', async () => {
    const text = '// 😀\npackage a:b;\n/* 😀 */ let 1x = y;\n'
    const error = await parseDocument(text).catch((thrown) => thrown)
    expect(error).toMatchObject({ code: 'document-invalid', details: { line: 3, column: 14, length: 1 } })
    expect(text.slice(error.details.offset)).toMatch(/^1x = y/)
  })

  it('survives deep nesting and goes on', async () => {
    const depth = 100_000
    const deep = `package a:b; let x = ${'('.repeat(depth)}y${')'.repeat(depth)};`
    const calls = [parseDocument(deep), parseDocument(source), parseDocument(deep), parseDocument(source)]
    const results = await Promise.allSettled(calls)
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'rejected', 'fulfilled'])
    await expect(parseDocument(deep)).rejects.toMatchObject({
      code: 'document-invalid',
      message: 'The input is nested too deeply.',
    })
    expect((await parseDocument(source)).statements).toHaveLength(3)
  })

  it('refuses what is no text', async () => {
    await expect(parseDocument(7 as never)).rejects.toMatchObject({ code: 'usage-invalid' })
  })
})

describe('resolveDocument', () => {
  it('says what is joined to what', async () => {
    const resolved = await resolveDocument(source, { packages: await packages() })
    expect(resolved).toEqual({
      name: 'test:composed',
      version: '0.1.0',
      targets: null,
      definitions: [],
      packages: [
        {
          name: 'test:plug',
          version: null,
          imports: [{ name: 'test:dep/nothing', kind: 'instance' }],
          exports: [{ name: number, kind: 'instance' }],
          span: at('test:plug'),
        },
        {
          name: 'test:socket',
          version: '1.0.0',
          imports: [
            { name: number, kind: 'instance' },
            { name: doubled, kind: 'instance' },
          ],
          exports: [
            { name: 'run-0', kind: 'function' },
            { name: 'run-1', kind: 'function' },
          ],
          span: at('test:socket@1.0.0'),
        },
      ],
      imports: [
        { name: 'test:dep/nothing', kind: 'instance', explicit: false, span: null },
        { name: doubled, kind: 'instance', explicit: false, span: null },
      ],
      instantiations: [
        {
          name: 'plug',
          package: 'test:plug',
          span: at('new test:plug { ... }'),
          arguments: [
            {
              name: 'test:dep/nothing',
              how: 'implicit',
              source: { from: 'import', name: 'test:dep/nothing' },
              span: null,
            },
          ],
        },
        {
          name: 'socket',
          package: 'test:socket@1.0.0',
          span: at(`new test:socket@1.0.0 { "${number}": plug["${number}"], ... }`),
          arguments: [
            {
              name: number,
              how: 'named',
              source: { from: 'export', name: number, of: { from: 'instantiation', index: 0 } },
              span: at(`"${number}": plug["${number}"]`),
            },
            { name: doubled, how: 'implicit', source: { from: 'import', name: doubled }, span: null },
          ],
        },
      ],
      exports: [
        {
          name: 'run',
          kind: 'function',
          source: { from: 'export', name: 'run-0', of: { from: 'instantiation', index: 1 } },
          span: at('socket["run-0"] as run'),
        },
      ],
    })
  })

  it.each([
    ['an unknown name', 'let x = y;', 'undefined name `y`', 9],
    ['an unknown package', 'let x = new c:d {};', 'unknown package `c:d`', 13],
    ['an unknown import', 'let x = new test:plug { z: w };', 'undefined name `w`', 28],
    ['itself', 'let x = new a:b {};', 'cannot instantiate', 13],
  ])('names the place of %s', async (_, statement, message, column) => {
    const work = resolveDocument(`package a:b;\n\n${statement}\n`, { packages: await packages() })
    await expect(work).rejects.toMatchObject({
      code: 'document-invalid',
      message: expect.stringContaining(message),
      details: { line: 3, column },
    })
  })

  it('names both places of a name that is taken', async () => {
    const text = 'package a:b;\nlet x = new test:plug { ... };\nlet x = new test:plug { ... };\n'
    await expect(resolveDocument(text, { packages: await packages() })).rejects.toMatchObject({
      details: { line: 3, column: 5, related: [{ position: { line: 2, column: 5 } }] },
    })
  })

  it('names the package that is no component', async () => {
    const text = 'package a:b;\nlet x = new c:d {};\n'
    for (const bytes of [new Uint8Array(), await parseWat('(module)')]) {
      await expect(resolveDocument(text, { packages: { 'c:d': bytes } })).rejects.toMatchObject({
        code: 'document-invalid',
        message: expect.stringContaining('c:d'),
        details: { line: 2 },
      })
    }
  })
})

describe('composeDocument', () => {
  it('composes a component', async () => {
    const component = await composeDocument(source, { packages: await packages() })
    const { invalid, imports, exports, components } = await inspectComponent(component)
    expect({ invalid, components }).toEqual({ invalid: null, components: 2 })
    expect(imports.map((item) => item.name)).toEqual(['test:dep/nothing', doubled])
    expect(exports.map((item) => item.name)).toEqual(['run'])
  })

  it('imports the components instead', async () => {
    const component = await composeDocument(source, { packages: await packages(), importDependencies: true })
    const { imports, components } = await inspectComponent(component)
    expect(components).toBe(0)
    expect(imports.filter((item) => item.kind === 'component')).toHaveLength(2)
  })

  it('validates unless told not to', async () => {
    const given = await packages()
    const plug = given['test:plug']
    plug[plug.findIndex((byte, index) => byte === 0x41 && plug[index + 1] === 7)] = 0x1a
    await expect(composeDocument(source, { packages: given })).rejects.toMatchObject({
      code: 'document-invalid',
    })
    const component = await composeDocument(source, { packages: given, validate: false })
    expect((await inspectComponent(component)).invalid).not.toBeNull()
  })
})
