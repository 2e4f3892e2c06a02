import { describe, expect, it } from 'vitest'
import { plugText, socketText } from './fixtures.ts'
import {
  composeDocument,
  encodeWit,
  inspectComponent,
  type PackageRequest,
  parseDocument,
  parseWat,
  printGraph,
  resolveDocument,
} from './index.ts'

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

describe('resolveDocument, beyond one statement each', () => {
  it('says how every argument came about, nested instantiations first', async () => {
    const given = {
      ...(await packages()),
      't:both': await parseWat(plugText({ [number]: 'number', [doubled]: 'doubled' })),
      't:three': await parseWat(
        socketText({ [number]: 'number', [doubled]: 'doubled', 'test:dep/nothing': 'nothing' }),
      ),
    }
    const text = `package a:b;
import doubled: interface { f: func(x: u32) -> u32; };
let numbers = new test:plug { ... };
let first = new t:three { ...numbers, doubled, ... };
let second = new t:three {
  number: (new t:both {})["${number}"],
  ...numbers2,
  nothing,
};
`.replace(
      'let second',
      'let numbers2 = new t:both {};\nimport nothing: interface { f: func(); };\nlet second',
    )
    const { instantiations, imports } = await resolveDocument(text, { packages: given })
    expect(instantiations.map((one) => [one.name, one.package])).toEqual([
      ['numbers', 'test:plug'],
      ['first', 't:three'],
      ['numbers2', 't:both'],
      [null, 't:both'],
      ['second', 't:three'],
    ])
    const textOf = (span: { offset: number; length: number } | null) =>
      span && text.slice(span.offset, span.offset + span.length)
    const written = instantiations.map((one) =>
      one.arguments.map((argument) => [argument.how, textOf(argument.span)]),
    )
    expect(written).toEqual([
      [['implicit', null]],
      [
        ['spread', 'numbers'],
        ['inferred', 'doubled'],
        ['implicit', null],
      ],
      [],
      [],
      [
        ['named', `number: (new t:both {})["${number}"]`],
        ['spread', 'numbers2'],
        ['inferred', 'nothing'],
      ],
    ])
    expect(textOf(instantiations[3]?.span ?? null)).toBe('new t:both {}')
    expect(instantiations[4]?.arguments[1]?.source).toEqual({
      from: 'export',
      name: doubled,
      of: { from: 'instantiation', index: 2 },
    })
    expect(imports.map((one) => [one.name, one.explicit, textOf(one.span)])).toEqual([
      ['test:dep/nothing', false, null],
      ['doubled', true, 'doubled'],
      ['nothing', true, 'nothing'],
    ])
  })

  it('knows types, the targets clause, and every export of what is exported twice', async () => {
    const wit = 'package t:target; world w { import test:dep/nothing; export a: func() -> u32; }'
    const dep = 'package test:dep; interface nothing { f: func(); }'
    const given = {
      ...(await packages()),
      't:target': await encodeWit({ 'w.wit': wit, 'deps/dep.wit': dep }),
      't:one': await parseWat(socketText({ [number]: 'number' })),
    }
    const text = `package a:b targets t:target/w;
/// A point.
record point { x: u32 }
let plug = new test:plug { ... };
let one = new t:one { ...plug };
export one["run-0"] as a;
export one["run-0"] as b;
export plug...;
`
    const resolved = await resolveDocument(text, { packages: given })
    expect(resolved.targets).toMatchObject({ world: 't:target/w', span: { line: 1, column: 21 } })
    expect(resolved.definitions).toMatchObject([
      { name: 'point', kind: 'record', span: { line: 3, column: 8, length: 5 } },
    ])
    const { imports, exports } = await inspectComponent(await composeDocument(text, { packages: given }))
    expect(resolved.exports.map((one) => one.name)).toEqual(exports.map((one) => one.name))
    expect(resolved.exports.map((one) => [one.name, one.span?.line])).toEqual([
      ['point', 3],
      ['a', 6],
      ['b', 7],
      [number, 8],
    ])
    expect(resolved.imports.map((one) => one.name)).toEqual(imports.map((one) => one.name))
  })
})

describe('printGraph', () => {
  it('prints the nodes and edges', async () => {
    const dot = await printGraph(source, { packages: await packages() })
    expect(dot).toMatch(/^digraph \{/)
    expect(dot).toContain('instantiation of package \\"test:socket@1.0.0\\"')
    expect(dot).toContain('kind = "function"; export = "run"')
  })
})

describe('packages from a function', () => {
  it('are asked for once each, in the order of the document', async () => {
    const given: Record<string, Uint8Array> = await packages()
    const asked: PackageRequest[] = []
    const resolver = async (request: PackageRequest) => {
      asked.push(request)
      return given[request.key]
    }
    const text = `${source}let again = new test:plug { ... };\n`
    const component = await composeDocument(text, { packages: resolver })
    expect(component).toEqual(await composeDocument(text, { packages: given }))
    expect(asked).toEqual([
      { key: 'test:plug', name: 'test:plug', version: null },
      { key: 'test:socket@1.0.0', name: 'test:socket', version: '1.0.0' },
    ])
  })

  it('are unknown where it has none, the first of them named', async () => {
    const work = composeDocument(source, { packages: () => undefined, path: 'app.wac' })
    await expect(work).rejects.toMatchObject({
      code: 'document-invalid',
      item: 'test:plug',
      message: 'unknown package `test:plug`',
      details: {
        ...{ path: 'app.wac', line: 3, column: 16, length: 9, label: 'unknown package `test:plug`' },
        report: `failed to resolve document

  × unknown package \`test:plug\`
   ╭─[app.wac:3:16]
 2 │ 
 3 │ let plug = new test:plug { ... };
   ·                ────┬────
   ·                    ╰── unknown package \`test:plug\`
 4 │ let socket = new test:socket@1.0.0 { "test:dep/number@1.0.0": plug["test:dep/number@1.0.0"], ... };
   ╰────
`,
      },
    })
  })

  it('keep what the function throws, with its causes', async () => {
    const asked: string[] = []
    const thrown = new Error('no answer from the registry', { cause: new Error('offline') })
    const resolver = ({ key }: PackageRequest) => {
      asked.push(key)
      throw thrown
    }
    const error = await resolveDocument(source, { packages: resolver }).catch((one) => one)
    expect(error).toMatchObject({
      code: 'document-invalid',
      message: 'failed to resolve package `test:plug`: no answer from the registry: offline',
      item: 'test:plug',
      details: { line: 3, column: 16 },
    })
    expect(error.cause).toBe(thrown)
    expect(error.details.report).toContain('├─▶ no answer from the registry\n  ╰─▶ offline\n')
    expect(asked).toEqual(['test:plug'])
  })

  it('end in an error where an error causes itself, or where no bytes come back', async () => {
    const endless = new Error('again')
    endless.cause = endless
    const throwing = () => {
      throw endless
    }
    await expect(composeDocument(source, { packages: throwing })).rejects.toMatchObject({ cause: endless })
    const wrong = composeDocument(source, { packages: () => 'text' as never })
    await expect(wrong).rejects.toMatchObject({ code: 'usage-invalid', item: 'test:plug' })
    const inherited = composeDocument('package a:b;\nlet x = new to:string {};', {
      packages: Object.create({ 'to:string': new Uint8Array() }),
    })
    await expect(inherited).rejects.toMatchObject({ code: 'usage-invalid', item: 'options.packages' })
  })
})

describe('errors of documents', () => {
  it('have an excerpt in colour where it is asked for', async () => {
    const error = await parseDocument('package a:b;\nlet = y;', { path: 'x.wac', colour: true }).catch(
      (thrown) => thrown,
    )
    expect(error.details).toMatchObject({ path: 'x.wac', line: 2, column: 5, related: [] })
    expect(error.details.report).toContain('\u001b[')
  })

  it('of the encoding are told without an excerpt, and located', async () => {
    const given = {
      't:one': await parseWat(socketText({ [number]: 'number' })),
      't:two': await parseWat(socketText({ [number]: 'doubled' })),
    }
    const text = 'package a:b;\nlet x = new t:one { ... };\nlet y = new t:two { ... };\n'
    const error = await composeDocument(text, { packages: given }).catch((thrown) => thrown)
    expect(error).toMatchObject({
      code: 'document-invalid',
      message: expect.stringContaining(number),
      details: {
        ...{ line: 3, column: 13, label: 'conflicting instantiation here' },
        related: [{ position: { line: 2, column: 13 }, label: 'previous instantiation here' }],
      },
    })
    expect(error.details.report).toMatch(/^failed to merge the type definition .*\n\nCaused by:\n/)
  })
})

describe('documents on which the wrapped crates panic', () => {
  it('are errors that say what happened, and the next call works', async () => {
    const importing = await parseWat('(component (import "i" (instance (export "m" (core module)))))')
    const text = 'package a:b;\nlet x = new c:d { ... };\nexport x as a;\n'
    const calls = [
      composeDocument(text, { packages: { 'c:d': importing } }),
      resolveDocument('package a:b;'),
      composeDocument(text, { packages: { 'c:d': importing } }),
    ]
    const [first, second, third] = await Promise.allSettled(calls)
    const panic = 'expected only types, functions, and instance types'
    const hint = expect.stringContaining('report it there')
    const reason = { code: 'internal', message: `A defect: ${panic}.`, hint, details: { panic } }
    expect(first).toMatchObject({ status: 'rejected', reason })
    expect(second).toMatchObject({ status: 'fulfilled', value: { name: 'a:b' } })
    expect(third).toMatchObject({ status: 'rejected', reason })
  })

  const a = '(component (import "x:y/z@0.2.0" (instance (export "f" (func)))))'
  it.each([
    ['interface i { f: func(); enum f { a } }', /^duplicate interface export `f` for interface `i`/, 31],
    ['import x: interface { r: func(); resource r; };', /^duplicate interface export `r`$/, 43],
    ['world w { import f: func(); type f = u32; }', /^import `f` conflicts with existing import/, 34],
    ['world w { export i: interface { f: func(); type f = u32; }; }', /^duplicate interface export `f`$/, 49],
    ['enum some- { a }', /^export name `some-` is not valid: `some-` is not in kebab case$/, 6],
    ['interface i { resource r; } import x: i; let q = x.r; type b = q;', /`q` \(resource\) cannot be/, 64],
    [
      'import z as "x:y/z@0.2.4": interface { f: func() -> u64; }; let x = new c:d { ... };',
      /^import `x:y\/z@0.2.4` conflicts with an item .* implicitly imported by an instantiation of `c:d`$/,
      13,
    ],
    [
      'import z as "x:y/z@0.2.4": interface { f: func(); }; import y as "x:y/z@0.2.5": interface { f: func(a: u8); };',
      /^duplicate import `x:y\/z@0.2.5`$/,
      66,
    ],
  ])('have an error of their own: %s', async (text, message, column) => {
    const work = composeDocument(`package a:b;\n${text}\n`, { packages: { 'c:d': await parseWat(a) } })
    await expect(work).rejects.toMatchObject({
      code: 'document-invalid',
      message: expect.stringMatching(message),
      details: { line: 2, column },
    })
  })
})

describe('errors of resolution', () => {
  const refuse = async (text: string) =>
    resolveDocument(`package a:b;\n${text}\n`, {
      packages: {
        ...(await packages()),
        't:one': await parseWat(socketText({ [number]: 'number' })),
        't:wrong': await parseWat(plugText({ [number]: 'doubled' })),
      },
    }).catch((thrown) => thrown)

  it('name the component, the import, the value and the first difference of an argument', async () => {
    const expected = {
      code: 'document-invalid',
      item: number,
      message: `mismatched instantiation argument \`${number}\` of \`t:one\`, given \`w["${number}"]\`: function f: expected \`func() -> u32\`, found \`func(x: u32) -> u32\``,
      details: {
        ...{ line: 3, package: 't:one', import: number },
        difference: {
          path: [`interface ${number}`, 'function f'],
          expected: 'func() -> u32',
          found: 'func(x: u32) -> u32',
        },
      },
    }
    const named = await refuse(`let w = new t:wrong {};\nlet s = new t:one { "${number}": w["${number}"] };`)
    expect(named).toMatchObject(expected)
    expect(named.details.report).toContain('mismatched instantiation argument `test:dep/number@1.0.0`\n')
    const spread = await refuse('let w = new t:wrong {};\nlet s = new t:one { ...w };')
    expect(spread).toMatchObject({
      details: { package: 't:one', difference: expected.details.difference },
      message: expect.stringContaining('given `w`: function f'),
    })
    const nested = await refuse(`let s = new t:one { number: (new t:wrong {}).number };`)
    expect(nested).toMatchObject({ message: expect.stringContaining('given an instantiation: function f') })
  })

  it('list what there is, or what is missing', async () => {
    expect(await refuse('let s = new test:socket@1.0.0 {};')).toMatchObject({
      item: 'test:socket@1.0.0',
      hint: `Give \`${number}\`, \`${doubled}\`, or write \`...\` at the end to import what is missing.`,
      details: { package: 'test:socket@1.0.0', missing: [number, doubled] },
    })
    expect(
      await refuse('let p = new test:plug { ... };\nlet s = new t:one { nubmer: p.number };'),
    ).toMatchObject({
      item: 'nubmer',
      hint: `\`t:one\` imports \`${number}\`.`,
    })
    expect(await refuse('let p = new test:plug { ... };\nexport p.nubmer;')).toMatchObject({
      message: 'the instance has no export named `nubmer`',
      hint: `\`p\` exports \`${number}\`.`,
      details: { exports: [number], line: 3, column: 9 },
    })
    expect(await refuse('let o = new t:one { ... };\nlet s = new t:one { ...o };')).toMatchObject({
      item: 'o',
      message: expect.stringMatching(/ \(`o`, for `t:one`\)$/),
      hint: `\`o\` exports \`run-0\`; \`t:one\` imports \`${number}\`.`,
    })
    expect(await refuse('let o = new t:one { ... };\nexport o["run-0"].x as y;')).toMatchObject({
      message: 'an instance is required to perform an access operation, found: function',
      details: { found: 'function' },
    })
  })

  it('list everything in which a composition is not what its targets clause says', async () => {
    const wit = `package t:target;
world w { import test:dep/number; export run-zero: func() -> u32; export run: func() -> u64; export g: func(); }`
    const files = { 'w.wit': wit, 'deps/dep.wit': 'package test:dep; interface number { f: func(); }' }
    const text =
      'package a:b targets t:target/w;\nlet s = new test:socket@1.0.0 { ... };\nexport s["run-0"] as run;'
    const error = await resolveDocument(text, {
      packages: { ...(await packages()), 't:target': await encodeWit(files) },
    }).catch((thrown) => thrown)
    expect(error.code).toBe('document-invalid')
    const seen = error.details.mismatches.map((one: Record<string, string>) => [one.kind, one.name])
    expect(seen).toEqual([
      ['import-unexpected', doubled],
      ['import-unexpected', number],
      ['export-missing', 'g'],
      ['export-missing', 'run-zero'],
      ['type-mismatch', 'run'],
    ])
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

describe('an error far to the right', () => {
  it.each([
    [65_530, ' ', true],
    [65_600, ' ', false],
    [200_000, ' ', false],
    [17_000, '\t', false],
  ])('in column %d behind %j', async (column, blank, isShown) => {
    const line = `${blank.repeat(column - 1)}let`
    const error = await parseDocument(`package a:b;\n${line} 7;\n`).catch((thrown) => thrown)
    expect(error).toMatchObject({ code: 'document-invalid', details: { line: 2, column: column + 4 } })
    expect(error.details.report).toContain('expected')
    expect(error.details.report.includes('[document.wac:')).toBe(isShown)
  })
})
