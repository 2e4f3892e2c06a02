import { AirlockError } from '@wasm-airlock/shared'
import { beforeAll, describe, expect, it } from 'vitest'
import { leb128 } from '../../../tools/leb128.ts'
import { nestedComponents, plugText, socketText } from './fixtures.ts'
import {
  checkTargets,
  composeDocument,
  encodeWit,
  inspectComponent,
  parseDocument,
  parseWat,
  plugComponents,
  printWit,
  resolveDocument,
  resolveWit,
} from './index.ts'

const number = 'test:dep/number@1.0.0'
const wit = { 'w.wit': 'package a:b; world w { import f: func(); }' }
/** Nothing that is refused may take longer. */
const LIMIT_MS = 5000

let socket: Uint8Array
let plug: Uint8Array
beforeAll(async () => {
  socket = await parseWat(socketText({ [number]: 'number' }))
  plug = await parseWat(plugText({ [number]: 'number' }))
})

/** Every function that takes a component, with this one in its place. */
const readers: Readonly<Record<string, (bytes: Uint8Array) => Promise<unknown>>> = {
  'plugComponents, socket': (bytes) => plugComponents(bytes, [{ name: 'p', component: plug }]),
  'plugComponents, plug': (bytes) => plugComponents(socket, [{ name: 'p', component: bytes }]),
  checkTargets: (bytes) => checkTargets(bytes, wit),
  printWit: (bytes) => printWit(bytes),
  composeDocument: (bytes) =>
    composeDocument('package a:b;\nlet x = new c:d { ... };\n', { packages: { 'c:d': bytes } }),
  resolveDocument: (bytes) =>
    resolveDocument('package a:b;\nlet x = new c:d { ... };\n', { packages: { 'c:d': bytes } }),
}
const codes = ['component-malformed', 'document-invalid', 'plug-unmatched', 'input-too-large']

/** The code of the error, which has to come in time and be one that says what is wrong. */
async function refuse(work: Promise<unknown>): Promise<string> {
  const started = performance.now()
  const error = await work.then(
    () => new Error('it was accepted'),
    (thrown: unknown) => thrown,
  )
  expect(performance.now() - started).toBeLessThan(LIMIT_MS)
  if (!(error instanceof AirlockError)) throw error
  expect(error.message).not.toBe('')
  return error.code
}

describe.each(Object.entries(readers))('%s', (_, read) => {
  it.each([
    ['an empty file', () => new Uint8Array()],
    ['one byte', () => Uint8Array.of(0)],
    ['noise', () => Uint8Array.from({ length: 5000 }, (_, index) => (index * 101 + 7) & 255)],
    ['text', () => new TextEncoder().encode('(component)')],
    ['a header of a version to come', () => Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0e, 0, 1, 0)],
    [
      'a section that is longer than the file',
      () => Uint8Array.of(...plug.slice(0, 8), 7, 0xff, 0xff, 0xff, 0x0f),
    ],
    [
      'a count of 4 thousand millions',
      () => Uint8Array.of(...plug.slice(0, 8), 7, 5, 0xff, 0xff, 0xff, 0xff, 0x0f),
    ],
    ['components in one another, 100,000 deep', () => nestedComponents(100_000)],
  ])('refuses %s', async (_, make) => {
    expect(codes).toContain(await refuse(read(make())))
  })

  it('refuses a core module', async () => {
    expect(codes).toContain(await refuse(read(await parseWat('(module (func (export "f")))'))))
  })

  it('refuses every beginning of a component', async () => {
    for (let length = 9; length < plug.length; length++) {
      const code = await read(plug.slice(0, length)).then(
        () => 'accepted',
        (error: AirlockError) => error.code,
      )
      // Where a section ends, a component may end.
      expect([...codes, 'accepted']).toContain(code)
    }
  })
})

describe('deep nesting', () => {
  const depth = 100_000
  const nested = (open: string, inner: string, close: string) =>
    open.repeat(depth) + inner + close.repeat(depth)

  it.each([
    ['parentheses', nested('(', 'x', ')')],
    ['instantiations', nested('new c:d { a: ', 'x', ' }')],
    ['accesses', `x${'.a'.repeat(depth)}`],
  ])('of %s in a document', async (_, expression) => {
    const source = `package a:b;\nimport x: func();\nlet y = ${expression};\n`
    for (const read of [parseDocument, resolveDocument, composeDocument]) {
      await read(source).catch((error: AirlockError) => expect(error.code).toBe('document-invalid'))
    }
  })

  it.each([
    ['types in a document', `package a:b;\ntype t = ${nested('list<', 'u8', '>')};\n`],
    ['comments in a document', `package a:b;\n${nested('/*', '', '*/')}\n`],
  ])('of %s', async (_, source) => {
    for (const read of [parseDocument, resolveDocument, composeDocument]) {
      await read(source).catch((error: AirlockError) => expect(error.code).toBe('document-invalid'))
    }
  })

  it('of types in WIT', async () => {
    const files = { 'a.wit': `package a:b;\ninterface i { type t = ${nested('list<', 'u8', '>')}; }\n` }
    expect(await refuse(encodeWit(files))).toBe('wit-invalid')
    expect(await refuse(resolveWit(files))).toBe('wit-invalid')
    expect(await refuse(checkTargets(plug, files))).toBe('wit-invalid')
  })

  it('of text', async () => {
    expect(await refuse(parseWat(nested('(component ', '', ')')))).toBe('input-unreadable')
    expect(await refuse(parseWat(nested('(', '', ')')))).toBe('input-unreadable')
    expect(await refuse(parseWat(nested('(;', '', ';)')))).toBe('input-unreadable')
  })

  it('of types that refer to one another in a component', async () => {
    const types = Array.from({ length: 3000 }, (_, index) => `(type $t${index + 1} (list $t${index}))`)
    const text = `(component (type $t0 (list u8)) ${types.join('')} (import "f" (func (param "x" $t3000))))`
    for (const read of Object.values(readers)) {
      await read(await parseWat(text)).catch((error: AirlockError) => expect(codes).toContain(error.code))
    }
  })
})

describe('much of something', () => {
  it('a type section of a million types', async () => {
    const size = leb128(4 + 2_000_000)
    const types = new Uint8Array(2_000_000).map((_, index) => (index % 2 === 0 ? 0x70 : 0x7d))
    const bytes = Uint8Array.from([...plug.slice(0, 8), 7, ...size, ...leb128(1_000_000, 4), ...types])
    for (const read of Object.values(readers)) {
      const started = performance.now()
      await read(bytes).catch((error: AirlockError) => expect(codes).toContain(error.code))
      expect(performance.now() - started).toBeLessThan(LIMIT_MS)
    }
  })

  it('a record of 20,000 fields', async () => {
    const fields = Array.from({ length: 20_000 }, (_, index) => `f${index}: u8`)
    const document = `package a:b;\nrecord r { ${fields.join(', ')} }\n`
    expect((await parseDocument(document)).statements).toHaveLength(1)
    const files = { 'a.wit': `package a:b;\ninterface i { record r { ${fields.join(', ')} } }` }
    await encodeWit(files).catch((error: AirlockError) => expect(error.code).toBe('wit-invalid'))
  })

  it('a name of a million letters', async () => {
    const name = 'a'.repeat(1_000_000)
    expect(await refuse(resolveDocument(`package a:b;\nexport ${name};\n`))).toBe('document-invalid')
    expect(await refuse(resolveDocument(`package a:b;\nlet x = new c:${name} {};\n`))).toBe(
      'document-invalid',
    )
  })

  it('doubling of types', async () => {
    const doubled = Array.from(
      { length: 28 },
      (_, index) => `(type $t${index + 1} (tuple $t${index} $t${index}))`,
    )
    const text = `(component (type $t0 (tuple u8 u8)) ${doubled.join('')} (import "f" (func (param "x" $t28))))`
    const bytes = await parseWat(text)
    for (const read of [...Object.values(readers), inspectComponent]) {
      const started = performance.now()
      await read(bytes).catch((error: AirlockError) => expect(codes).toContain(error.code))
      expect(performance.now() - started).toBeLessThan(LIMIT_MS)
    }
  })
})

describe('odd names', () => {
  const odd = [
    '__proto__',
    'then',
    'constructor',
    'toString',
    '"quoted"',
    "it's",
    'a\nb',
    '\u0000',
    '\u001b[31m',
    '../x',
    '😀',
    '',
  ]

  it.each(odd)('of a plug: %j', async (name) => {
    const { connections } = await plugComponents(socket, [{ name, component: plug }])
    expect(connections.map((connection) => connection.plug)).toEqual([name])
    const code = await refuse(plugComponents(plug, [{ name, component: plug }]))
    expect(code).toBe('plug-unmatched')
  })

  it.each(odd)('of a file of WIT: %j', async (name) => {
    // Node's own class of an object that has `__proto__` as a plain key.
    const files = Object.fromEntries([
      ['a.wit', 'package a:b; world w {}'],
      [name, 'not wit'],
    ])
    await resolveWit(files).catch((error: AirlockError) => expect(error.code).toBe('wit-invalid'))
    const broken = Object.fromEntries([[`${name}.wit`, 'package a:b; world {']])
    expect(await refuse(resolveWit(broken))).toBe('wit-invalid')
  })

  it.each(odd)('in a document: %j', async (name) => {
    const source = `package a:b;\nimport f as "${name}": func();\n`
    await composeDocument(source).catch((error: AirlockError) => expect(error.code).toBe('document-invalid'))
    await resolveDocument(`package a:b;\nlet x = new ${name} {};\n`, {
      packages: Object.fromEntries([[name, plug]]),
    }).catch((error: AirlockError) => expect(error.code).toBe('document-invalid'))
  })

  it('of what a component exports', async () => {
    const names = ['then', 'constructor', 'value-of', 'to-string', 'proto']
    const component = await parseWat(`(component
      (core module $code (func (export "__proto__") (result i32) i32.const 1))
      (core instance $made (instantiate $code))
      (func $f (result u32) (canon lift (core func $made "__proto__")))
      ${names.map((name) => `(export "${name}" (func $f))`).join('\n')})`)
    const { exports, names: carried } = await inspectComponent(component)
    expect(exports[0]?.functions.map((item) => item.name) ?? exports.map((item) => item.name)).toContain(
      'then',
    )
    expect(carried.map(({ name }) => name)).toContain('__proto__')
  })
})

describe('what is of no use', () => {
  const values = [
    undefined,
    null,
    7,
    'text',
    {},
    [],
    [1, 2],
    new ArrayBuffer(8),
    new DataView(new ArrayBuffer(8)),
    () => {},
  ]

  it.each(values)('%s instead of bytes', async (value) => {
    for (const read of [...Object.values(readers), inspectComponent]) {
      expect(await refuse(read(value as never))).toBe('usage-invalid')
    }
  })

  it.each(values.filter((value) => typeof value !== 'string'))('%s instead of a text', async (value) => {
    for (const read of [parseDocument, resolveDocument, composeDocument, parseWat]) {
      expect(await refuse(read(value as never))).toBe('usage-invalid')
    }
  })

  it.each([null, 7, 'text', [null], [{}], [{ name: 7, component: new Uint8Array() }]])(
    '%j as plugs',
    async (value) => {
      expect(await refuse(plugComponents(socket, value as never))).toBe('usage-invalid')
    },
  )

  it.each([null, 7, 'text', { 'a.wit': 7 }, { 'a.wit': null }])('%j as WIT', async (value) => {
    for (const read of [encodeWit, resolveWit, (files: never) => checkTargets(plug, files)]) {
      expect(['usage-invalid', 'wit-invalid']).toContain(await refuse(read(value as never)))
    }
  })

  it('options that are none', async () => {
    const source = 'package a:b;'
    for (const options of [7, { packages: 7 }, { packages: null }, { packages: { 'c:d': 7 } }]) {
      const work = composeDocument(source, options as never)
      const code = await work.then(
        () => 'accepted',
        (error: AirlockError) => (error instanceof AirlockError ? error.code : String(error)),
      )
      expect(['accepted', 'usage-invalid']).toContain(code)
    }
  })

  it('a buffer that has been given away', async () => {
    const bytes = plug.slice()
    structuredClone(bytes, { transfer: [bytes.buffer] })
    expect(await refuse(printWit(bytes))).toBe('usage-invalid')
  })

  it('bytes that other threads may change', async () => {
    const shared = new Uint8Array(new SharedArrayBuffer(plug.length))
    shared.set(plug)
    expect(await printWit(shared)).toBe(await printWit(plug))
  })

  it('half a character', async () => {
    expect(await refuse(parseDocument('package a:b; // \ud800\nlet'))).toBe('document-invalid')
  })
})

describe('after a trap', () => {
  // A type and a function of one name: the crates stop there.
  const trapping = 'package a:b;\ninterface i { f: func(); enum f { a } }\n'

  it('the next call works', async () => {
    for (let round = 0; round < 20; round++) {
      await refuse(resolveDocument(trapping))
      expect((await parseDocument('package a:b;')).statements).toEqual([])
    }
  })

  it('calls that wait meanwhile work', async () => {
    const calls = Array.from({ length: 40 }, (_, index) =>
      index % 2 === 0 ? resolveDocument(trapping) : plugComponents(socket, [{ name: 'p', component: plug }]),
    )
    const settled = await Promise.allSettled(calls)
    expect(settled.map(({ status }) => status)).toEqual(
      settled.map((_, index) => (index % 2 === 0 ? 'rejected' : 'fulfilled')),
    )
  })
})
