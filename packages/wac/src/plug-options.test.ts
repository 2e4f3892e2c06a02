import { AirlockError } from '@wasm-airlock/shared'
import { describe, expect, it } from 'vitest'
import { plugText, socketText } from './fixtures.ts'
import { inspectComponent, type PlugOptions, parseWat, plugComponents } from './index.ts'

const number = 'test:dep/number@1.0.0'
const doubled = 'test:dep/doubled@1.0.0'
const nothing = 'test:dep/nothing@1.0.0'

const texts = {
  socket: socketText({ [number]: 'number' }),
  'two imports': socketText({ [number]: 'number', [doubled]: 'doubled' }),
  seven: plugText({ [number]: 'number' }),
  again: plugText({ [number]: 'number' }),
  other: plugText({ 'test:dep/other': 'number', 'test:dep/wrong': 'doubled' }),
  // Stands between the socket and whoever offers the number.
  between: plugText({ [number]: 'number' }, { [number]: 'number' }),
  needy: plugText({ [number]: 'number' }, { [doubled]: 'doubled' }),
  fed: plugText({ [doubled]: 'doubled' }, { [nothing]: 'nothing' }),
  back: plugText({ [doubled]: 'doubled' }, { [number]: 'number' }),
  last: plugText({ [nothing]: 'nothing' }),
} as const

type Name = keyof typeof texts

async function join(socket: Name, plugs: readonly Name[], options?: PlugOptions) {
  const named = plugs.map(async (name) => ({ name, component: await parseWat(texts[name]) }))
  return plugComponents(await parseWat(texts[socket]), await Promise.all(named), options)
}

async function refused(socket: Name, plugs: readonly Name[], options?: PlugOptions): Promise<AirlockError> {
  const error = await join(socket, plugs, options).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof AirlockError)) throw new Error('it should have failed', { cause: error })
  return error
}

describe('connect', () => {
  it('chooses one of two plugs', async () => {
    const { connections, openImports, component } = await join('socket', ['seven', 'again'], {
      connect: [{ import: number, plug: 'again' }],
      unmatched: 'drop',
    })
    expect(connections).toEqual([{ plug: 'again', export: number, to: null, import: number }])
    expect(openImports).toEqual([])
    expect(component).toEqual((await join('socket', ['again'])).component)
  })

  it('takes an export of another name', async () => {
    const { connections, openImports } = await join('socket', ['other'], {
      connect: [{ import: number, plug: 'other', export: 'test:dep/other' }],
    })
    expect(connections).toEqual([{ plug: 'other', export: 'test:dep/other', to: null, import: number }])
    expect(openImports).toEqual([])
  })

  it('puts one plug between the socket and another', async () => {
    const { component, connections, openImports } = await join('socket', ['between', 'seven'], {
      connect: [
        { import: number, plug: 'between' },
        { to: 'between', import: number, plug: 'seven' },
      ],
    })
    expect(connections).toEqual([
      { plug: 'between', export: number, to: null, import: number },
      { plug: 'seven', export: number, to: 'between', import: number },
    ])
    expect(openImports).toEqual([])
    expect(await inspectComponent(component)).toMatchObject({ invalid: null, components: 3 })
  })

  it.each([
    ['a plug', { import: number, plug: 'nobody' }, 'usage-invalid', 'nobody', 'The plugs are other, seven.'],
    ['a target', { to: 'nobody', import: number, plug: 'seven' }, 'usage-invalid', 'nobody', 'The plugs are'],
    ['an import', { import: 'x', plug: 'seven' }, 'plug-unmatched', 'x', `It imports ${number}.`],
    [
      'an export',
      { import: number, plug: 'other' },
      'plug-unmatched',
      number,
      'It exports test:dep/other, test:dep/wrong.',
    ],
  ])('refuses %s that is not there, and says what there is', async (_, wanted, code, item, hint) => {
    const error = await refused('socket', ['other', 'seven'], { connect: [wanted] })
    expect(error).toMatchObject({ code, item, hint: expect.stringContaining(hint) })
    expect(error.message).toContain(item)
  })

  it('takes the connections of another result', async () => {
    const plugs = ['needy', 'fed', 'last'] as const
    const first = await join('socket', plugs, { feed: true })
    const again = await join('socket', plugs, { connect: first.connections })
    expect(again).toEqual(first)
  })

  it('refuses what would be of no use', async () => {
    const idle = { to: 'fed', import: nothing, plug: 'last' }
    const options = { connect: [idle], unmatched: 'drop' } as const
    expect(await refused('socket', ['seven', 'fed', 'last'], options)).toMatchObject({
      code: 'plug-unmatched',
      item: 'fed',
      message: expect.stringContaining('nothing uses fed'),
    })
  })

  it('refuses an import that is named twice', async () => {
    const twice = { import: number, plug: 'seven' }
    expect(await refused('socket', ['seven'], { connect: [twice, twice] })).toMatchObject({
      code: 'usage-invalid',
      item: number,
    })
  })

  it('refuses an export that does not fit, with the difference', async () => {
    const error = await refused('socket', ['other'], {
      connect: [{ import: number, plug: 'other', export: 'test:dep/wrong' }],
    })
    expect(error).toMatchObject({
      code: 'compose-failed',
      item: number,
      details: {
        difference: {
          path: [`interface ${number}`, 'function f'],
          expected: 'func() -> u32',
          found: 'func(x: u32) -> u32',
        },
        report: expect.stringMatching(/mismatched instantiation argument `test:dep\/number@1\.0\.0`/),
      },
    })
  })
})

describe('feed', () => {
  it('joins plugs with plugs, whatever their order', async () => {
    for (const plugs of [['needy', 'fed', 'last'] as const, ['last', 'fed', 'needy'] as const]) {
      const { component, connections, openImports } = await join('socket', plugs, { feed: true })
      expect(connections).toHaveLength(3)
      expect(connections).toEqual(
        expect.arrayContaining([
          { plug: 'needy', export: number, to: null, import: number },
          { plug: 'fed', export: doubled, to: 'needy', import: doubled },
          { plug: 'last', export: nothing, to: 'fed', import: nothing },
        ]),
      )
      expect(openImports).toEqual([])
      expect(await inspectComponent(component)).toMatchObject({ invalid: null, imports: [] })
    }
  })

  it('leaves plugs alone unless it is asked for', async () => {
    expect(await refused('socket', ['needy', 'fed'])).toMatchObject({ code: 'plug-unmatched', item: 'fed' })
    expect((await join('socket', ['needy'], { feed: true })).openImports).toEqual([doubled])
  })

  it('never feeds a plug with itself', async () => {
    const { openImports } = await join('socket', ['between'], { feed: true })
    expect(openImports).toEqual([number])
  })

  it('names both where two plugs could feed one', async () => {
    expect(await refused('socket', ['between', 'seven'], { feed: true })).toMatchObject({
      code: 'compose-failed',
      message: expect.stringContaining('the socket: between, seven'),
    })
    const { openImports } = await join('socket', ['between', 'seven'], {
      feed: true,
      connect: [{ import: number, plug: 'between' }],
    })
    expect(openImports).toEqual([])
  })

  it('reports a circle with every step', async () => {
    const error = await refused('socket', ['needy', 'back'], { feed: true })
    expect(error).toMatchObject({
      code: 'plug-cycle',
      details: {
        cycle: [
          { plug: 'back', export: doubled, to: 'needy', import: doubled },
          { plug: 'needy', export: number, to: 'back', import: number },
        ],
        report: 'the graph contains a cycle and cannot be encoded',
      },
    })
    expect(error.message).toContain(`needy takes \`${doubled}\` from back`)
    expect(error.message).toContain(`back takes \`${number}\` from needy`)
    const itself = { to: 'between', import: number, plug: 'between' }
    expect(await refused('socket', ['between'], { connect: [itself] })).toMatchObject({
      code: 'plug-cycle',
      details: { cycle: [{ plug: 'between', to: 'between' }] },
    })
  })

  it('reports near misses between plugs', async () => {
    const socket = await parseWat(texts.socket)
    const plugs = [
      { name: 'needy', component: await parseWat(texts.needy) },
      { name: 'wrong', component: await parseWat(plugText({ [doubled]: 'renamed' })) },
    ]
    const { nearMisses } = await plugComponents(socket, plugs, { feed: true, unmatched: 'drop' })
    expect(nearMisses).toMatchObject([{ plug: 'wrong', to: 'needy', import: doubled, kind: 'type' }])
  })
})

describe('what is left', () => {
  it('drops a plug that fits nothing', async () => {
    const dropped = await join('socket', ['last', 'seven'], { unmatched: 'drop' })
    expect(dropped.component).toEqual((await join('socket', ['seven'])).component)
    expect(await refused('socket', ['last'], { unmatched: 'drop' })).toMatchObject({
      code: 'plug-unmatched',
      details: { report: 'the socket component had no matching imports for the plugs that were provided' },
    })
  })

  it('renames exports', async () => {
    const { component } = await join('socket', ['seven'], { renameExports: { 'run-0': 'start' } })
    expect((await inspectComponent(component)).exports).toMatchObject([{ name: 'start', kind: 'function' }])
    expect(await refused('socket', ['seven'], { renameExports: { run: 'start' } })).toMatchObject({
      code: 'usage-invalid',
      item: 'run',
      hint: 'It exports run-0.',
    })
    expect(await refused('socket', ['seven'], { renameExports: { 'run-0': 'Not A Name' } })).toMatchObject({
      code: 'compose-failed',
      item: 'Not A Name',
    })
    const clash = { 'run-0': 'x', 'run-1': 'x' }
    const error = await refused('two imports', ['seven'], { renameExports: clash })
    expect(error).toMatchObject({ code: 'compose-failed', item: 'x' })
  })

  it('refuses imports that may not stay open', async () => {
    const error = await refused('two imports', ['needy'], { allowedImports: ['wasi:*'] })
    expect(error).toMatchObject({
      code: 'imports-refused',
      item: doubled,
      details: { refused: [doubled], openImports: [doubled], allowed: ['wasi:*'] },
    })
    const allowing = ['test:dep/*@1.0.0', '*', doubled, '*doubled*', 't*:*/d*d@*', `*${doubled}*`]
    for (const pattern of allowing) {
      const { openImports } = await join('two imports', ['needy'], { allowedImports: ['x', pattern] })
      expect(openImports, pattern).toEqual([doubled])
    }
    for (const pattern of ['', 'test:dep/doubled', 'test:*@2*', '*dep*test*', `${doubled}*0`, 'TEST:*']) {
      const error = await refused('two imports', ['needy'], { allowedImports: [pattern] })
      expect(error.code, pattern).toBe('imports-refused')
    }
    expect(await refused('two imports', ['needy'], { allowedImports: [] })).toMatchObject({
      code: 'imports-refused',
    })
    expect((await join('socket', ['seven'], { allowedImports: [] })).openImports).toEqual([])
  })

  it('is the same at every call', async () => {
    const once = () => join('two imports', ['needy', 'fed', 'last'], { feed: true, connect: [] })
    const first = await once()
    for (let round = 0; round < 10; round++) expect(await once()).toEqual(first)
  })
})
