import { AirlockError } from '@wasm-airlock/shared'
import { describe, expect, it } from 'vitest'
import { nestedComponents, plugText, socketText } from './fixtures.ts'
import { inspectComponent, parseWat, plugComponents } from './index.ts'

const number = 'test:dep/number@1.0.0'
const doubled = 'test:dep/doubled@1.0.0'

async function failure(work: Promise<unknown>): Promise<AirlockError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof AirlockError)) throw new Error('it should have failed', { cause: error })
  return error
}

describe('plugComponents', () => {
  it('joins a plug, and says what stays open', async () => {
    const socket = await parseWat(socketText({ [number]: 'number', [doubled]: 'doubled' }))
    const plug = await parseWat(plugText({ [number]: 'number' }, { 'test:dep/nothing': 'nothing' }))
    const { component, ...report } = await plugComponents(socket, [{ name: 'seven', component: plug }])
    expect(report).toEqual({
      connections: [{ plug: 'seven', export: number, to: null, import: number }],
      openImports: [doubled, 'test:dep/nothing'],
      nearMisses: [],
    })
    const inspection = await inspectComponent(component)
    expect(inspection.invalid).toBeNull()
    expect(inspection.exports.map((item) => item.name)).toEqual(['run-0', 'run-1'])
  })

  it('joins several plugs, also of one name', async () => {
    const socket = await parseWat(socketText({ [number]: 'number', [doubled]: 'doubled' }))
    const plugs = [
      { name: 'one', component: await parseWat(plugText({ [doubled]: 'doubled' })) },
      { name: 'one', component: await parseWat(plugText({ [number]: 'number' })) },
    ]
    const { connections, openImports } = await plugComponents(socket, plugs)
    expect(connections).toEqual([
      { plug: 'one', export: number, to: null, import: number },
      { plug: 'one', export: doubled, to: null, import: doubled },
    ])
    expect(openImports).toEqual([])
  })

  it('takes a compatible version', async () => {
    const socket = await parseWat(socketText({ 'test:dep/number@1.0.0': 'number' }))
    const plug = await parseWat(plugText({ 'test:dep/number@1.2.0': 'number' }))
    const { connections } = await plugComponents(socket, [{ name: 'newer', component: plug }])
    expect(connections).toEqual([
      { plug: 'newer', export: 'test:dep/number@1.2.0', to: null, import: 'test:dep/number@1.0.0' },
    ])
  })

  it.each([
    [
      'type',
      number,
      'doubled',
      'function f: expected `func() -> u32`, found `func(x: u32) -> u32`',
      {
        path: [`interface ${number}`, 'function f'],
        expected: 'func() -> u32',
        found: 'func(x: u32) -> u32',
      },
    ],
    [
      'version',
      'test:dep/number@2.0.0',
      'number',
      'the versions are not compatible: expected 1.0.0, found 2.0.0',
      undefined,
    ],
    [
      'version',
      'test:dep/number',
      'number',
      'the versions are not compatible: expected 1.0.0, found no version',
      undefined,
    ],
    [
      'case',
      'test:dep/num-ber@1.0.0',
      'number',
      `only the spelling differs: expected \`${number}\`, found \`test:dep/num-ber@1.0.0\``,
      undefined,
    ],
    [
      'case',
      'test:dep/NUMBER@1.0.0',
      'number',
      `only the spelling differs: expected \`${number}\`, found \`test:dep/NUMBER@1.0.0\``,
      undefined,
    ],
  ] as const)('reports a near miss: %s of %s', async (kind, name, shape, reason, difference) => {
    const socket = await parseWat(socketText({ [number]: 'number' }))
    const plug = await parseWat(plugText({ [name]: shape }))
    const error = await failure(plugComponents(socket, [{ name: 'plug', component: plug }]))
    expect(error).toMatchObject({
      code: 'plug-unmatched',
      item: 'plug',
      details: {
        openImports: [number],
        exports: { plug: [name] },
        report: 'the socket component had no matching imports for the plugs that were provided',
      },
    })
    const miss = { plug: 'plug', export: name, to: null, import: number, kind, reason }
    expect(error.details.nearMisses).toEqual([difference === undefined ? miss : { ...miss, difference }])
  })

  it('names the parameter that differs, beside a connection that holds', async () => {
    const socket = await parseWat(socketText({ [number]: 'number', [doubled]: 'doubled' }))
    const plug = await parseWat(plugText({ [number]: 'number', [doubled]: 'renamed' }))
    const { nearMisses, openImports } = await plugComponents(socket, [{ name: 'plug', component: plug }])
    expect(openImports).toEqual([doubled])
    expect(nearMisses).toMatchObject([
      {
        import: doubled,
        kind: 'type',
        reason: 'function f: expected `func(x: u32) -> u32`, found `func(y: u32) -> u32`',
      },
    ])
  })

  it('refuses a plug that fits nothing beside one that fits', async () => {
    const socket = await parseWat(socketText({ [number]: 'number' }))
    const fits = { name: 'fits', component: await parseWat(plugText({ [number]: 'number' })) }
    const idle = { name: 'idle', component: await parseWat(plugText({ [doubled]: 'doubled' })) }
    expect(await failure(plugComponents(socket, [fits, idle]))).toMatchObject({
      code: 'plug-unmatched',
      item: 'idle',
    })
    expect(await failure(plugComponents(socket, []))).toMatchObject({ code: 'plug-unmatched' })
  })

  it('refuses two plugs for one import', async () => {
    const socket = await parseWat(socketText({ [number]: 'number' }))
    const plug = await parseWat(plugText({ [number]: 'number' }))
    const plugs = ['a', 'b'].map((name) => ({ name, component: plug }))
    expect(await failure(plugComponents(socket, plugs))).toMatchObject({
      code: 'compose-failed',
      item: number,
      message: `several exports fit the import \`${number}\` of the socket: a, b`,
      hint: expect.stringContaining('connect'),
      details: {
        candidates: [{ plug: 'a' }, { plug: 'b' }],
        report: `an error occurred when building the composition graph

Caused by:
    argument \`${number}\` has already been passed to the instantiation`,
      },
    })
  })

  it('names two components that want one import with different types', async () => {
    const wanted = 'test:dep/x@1.0.0'
    const socket = await parseWat(socketText({ [number]: 'number', [doubled]: 'doubled' }))
    const plugs = [
      { name: 'a', component: await parseWat(plugText({ [number]: 'number' }, { [wanted]: 'doubled' })) },
      { name: 'b', component: await parseWat(plugText({ [doubled]: 'doubled' }, { [wanted]: 'renamed' })) },
    ]
    const error = await failure(plugComponents(socket, plugs))
    expect(error).toMatchObject({
      code: 'compose-failed',
      item: wanted,
      message: `the import \`${wanted}\` of a and the import \`${wanted}\` of b do not go together: function f: expected \`func(x: u32) -> u32\`, found \`func(y: u32) -> u32\``,
      details: {
        difference: { path: [`interface ${wanted}`, 'function f'] },
        report: expect.stringContaining(
          `failed to merge the type definition for implicit import \`${wanted}\` due to conflicting types`,
        ),
      },
    })
  })

  it('refuses what is no component', async () => {
    const good = await parseWat(socketText({ [number]: 'number' }))
    const bad = {
      empty: new Uint8Array(),
      random: Uint8Array.from({ length: 512 }, (_, index) => (index * 167 + 13) & 255),
      'core module': await parseWat('(module)'),
      truncated: (await parseWat(plugText({ [number]: 'number' }))).slice(0, 60),
      nested: nestedComponents(50_000),
    }
    for (const [name, bytes] of Object.entries(bad)) {
      const asPlug = await failure(plugComponents(good, [{ name, component: bytes }]))
      expect(asPlug).toMatchObject({ code: 'component-malformed', item: name })
      if (name === 'core module') {
        expect(asPlug.details.report).toBe(
          'package `plug:core module` is not a binary-encoded WebAssembly component',
        )
      }
      const asSocket = await failure(plugComponents(bytes, [{ name: 'plug', component: good }]))
      expect(asSocket).toMatchObject({ code: 'component-malformed', item: 'the socket' })
    }
  })

  it('refuses a function body that is not valid', async () => {
    const socket = await parseWat(socketText({ [number]: 'number' }))
    const plug = await parseWat(plugText({ [number]: 'number' }))
    const body = plug.findIndex((byte, index) => byte === 0x41 && plug[index + 1] === 7)
    plug[body] = 0x1a // drop, on an empty stack
    const error = await failure(plugComponents(socket, [{ name: 'plug', component: plug }]))
    expect(error).toMatchObject({ code: 'compose-failed' })
    expect(error.message).toMatch(/offset/)
    expect(error.details.report).toMatch(
      /^encoding produced a component that failed validation\n\nCaused by:\n {4}.*offset/,
    )
  })
})
