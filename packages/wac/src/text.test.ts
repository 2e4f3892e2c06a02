import { describe, expect, it } from 'vitest'
import { plugText } from './fixtures.ts'
import { parseWat, printComponent } from './index.ts'

describe('parseWat and printComponent', () => {
  it('go there and back', async () => {
    const bytes = await parseWat(plugText({ 'test:dep/number@1.0.0': 'number' }))
    const text = await printComponent(bytes)
    expect(text).toMatch(/^\(component\n {2}\(core module \$m0 \(;0;\)\n/)
    expect(await parseWat(text)).toEqual(bytes)
    expect(await printComponent(await parseWat('(module)'))).toBe('(module)\n')
  })

  it('name the place in bad text', async () => {
    const text = '(component\n (nonsense))'
    const error = await parseWat(text, { path: 'deps/a.wat' }).catch((thrown) => thrown)
    expect(error).toMatchObject({
      code: 'input-unreadable',
      details: { report: expect.stringContaining('--> deps/a.wat:2:3\n') },
    })
    expect(error.message).toContain('deps/a.wat:2:3')
    await expect(parseWat(text)).rejects.toMatchObject({ message: expect.stringContaining(':2:3') })
    await expect(parseWat('(component '.repeat(100_000))).rejects.toMatchObject({ code: 'input-unreadable' })
  })

  it('refuse what is no WebAssembly', async () => {
    const component = await parseWat('(component (core module (func)))')
    for (const bytes of [new Uint8Array(), new Uint8Array(8).fill(7), component.slice(0, 15)]) {
      await expect(printComponent(bytes)).rejects.toMatchObject({ code: 'component-malformed' })
    }
    await expect(printComponent('text' as never)).rejects.toMatchObject({ code: 'usage-invalid' })
  })
})
