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
      connections: [{ plug: 'seven', import: number }],
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
      { plug: 'one', import: number },
      { plug: 'one', import: doubled },
    ])
    expect(openImports).toEqual([])
  })

  it('takes a compatible version', async () => {
    const socket = await parseWat(socketText({ 'test:dep/number@1.0.0': 'number' }))
    const plug = await parseWat(plugText({ 'test:dep/number@1.2.0': 'number' }))
    const { connections } = await plugComponents(socket, [{ name: 'newer', component: plug }])
    expect(connections).toEqual([{ plug: 'newer', import: 'test:dep/number@1.0.0' }])
  })

  it.each([
    ['another type', number, 'doubled', /expected function with parameter count 0, found .* 1/],
    ['another version', 'test:dep/number@2.0.0', 'number', /expected 1\.0\.0, found 2\.0\.0/],
    ['no version', 'test:dep/number', 'number', /expected 1\.0\.0, found no version/],
  ] as const)('reports a near miss: %s', async (_, name, shape, reason) => {
    const socket = await parseWat(socketText({ [number]: 'number' }))
    const plug = await parseWat(plugText({ [name]: shape }))
    const error = await failure(plugComponents(socket, [{ name: 'plug', component: plug }]))
    expect(error).toMatchObject({
      code: 'plug-unmatched',
      item: 'plug',
      details: {
        openImports: [number],
        exports: { plug: [name] },
        nearMisses: [{ plug: 'plug', import: number, reason: expect.stringMatching(reason) }],
      },
    })
  })

  it('names the parameter that differs, beside a connection that holds', async () => {
    const socket = await parseWat(socketText({ [number]: 'number', [doubled]: 'doubled' }))
    const plug = await parseWat(plugText({ [number]: 'number', [doubled]: 'renamed' }))
    const { nearMisses, openImports } = await plugComponents(socket, [{ name: 'plug', component: plug }])
    expect(openImports).toEqual([doubled])
    expect(nearMisses).toMatchObject([{ import: doubled, reason: expect.stringContaining('`x`') }])
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
    expect(await failure(plugComponents(socket, plugs))).toMatchObject({ code: 'compose-failed' })
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
  })
})
