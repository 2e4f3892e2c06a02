import { describe, expect, test } from 'vitest'
import { componentOf, custom, name, sized, vector } from '../testing/encode.ts'
import { checkGate } from './check-gate.ts'

const at = (section: string) => `component / custom section ${section}`

async function reasonsOf(section: Uint8Array): Promise<unknown[]> {
  return (await checkGate(componentOf(section))).map(({ code, args }) => args.reason ?? code)
}

describe('names of custom sections', () => {
  test.each([
    '.debug_info',
    'reloc..debug_info',
    'component-type:wit-bindgen:0.25.0:a:b:c:encoded world',
    'metadata.code.branch_hint',
  ])('%j is accepted', async (section) => {
    expect(await checkGate(componentOf(custom(section)))).toEqual([])
  })

  test.each(['../../etc/passwd', "x'y", 'a\nb', '{x}', '\u202ex'])('%j is refused', async (section) => {
    expect(await checkGate(componentOf(custom(section)))).toMatchObject([
      { code: 'name-unsafe', args: { kind: 'custom-section', name: section } },
    ])
  })
})

const broken = Uint8Array.of(3, 0x61, 0xff, 0x62)

describe('texts that tools show', () => {
  const producers = (text: Uint8Array) =>
    custom('producers', vector([name('language'), vector([name('C'), text])]))
  const sections: [section: string, of: (text: Uint8Array) => Uint8Array][] = [
    ['name', (text) => custom('name', sized(0, text))],
    ['name', (text) => custom('name', sized(1, vector([Uint8Array.of(0), text])))],
    [
      'name',
      (text) => custom('name', sized(2, vector([Uint8Array.of(0), vector([Uint8Array.of(0), text])]))),
    ],
    ['component-name', (text) => custom('component-name', sized(0, text))],
    [
      'component-name',
      (text) => custom('component-name', sized(1, Uint8Array.of(0, 0), vector([Uint8Array.of(0), text]))),
    ],
    ['producers', producers],
    ['dylink.0', (text) => custom('dylink.0', sized(4, vector([name('env'), text, Uint8Array.of(0)])))],
    [
      'linking',
      (text) => custom('linking', Uint8Array.of(2), sized(8, vector([Uint8Array.of(0, 0, 0), text]))),
    ],
    ['linking', (text) => custom('linking', Uint8Array.of(2), sized(5, vector([text, Uint8Array.of(0, 0)])))],
  ]
  test.each(sections)(
    '%s: real ones pass, control characters and what is not UTF-8 do not',
    async (section, of) => {
      expect(await checkGate(componentOf(of(name('<impl core::fmt::Debug for T>::{closure#0} é'))))).toEqual(
        [],
      )
      const path = at(section)
      expect(await checkGate(componentOf(of(name('\x1b[2J'))))).toMatchObject([
        { code: 'section-unsafe', path },
      ])
      expect(await reasonsOf(of(broken))).toEqual(['it holds a text that is not UTF-8'])
    },
  )

  test('what is cut off is refused', async () => {
    const promises = 'it is not what its name promises: read past the end of a section'
    expect(await reasonsOf(custom('producers', Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f)))).toEqual([
      promises,
    ])
    expect(await reasonsOf(custom('name', Uint8Array.of(1, 9, 1)))).toEqual([promises])
    expect(await reasonsOf(custom('linking', Uint8Array.of(9)))).toEqual([
      'it is not what its name promises: version 9',
    ])
  })
})

describe('paths that tools follow', () => {
  const sections: [section: string, of: (path: string) => Uint8Array][] = [
    ['sourceMappingURL', (path) => custom('sourceMappingURL', name(path))],
    ['external_debug_info', (path) => custom('external_debug_info', name(path))],
    ['dylink.0', (path) => custom('dylink.0', sized(2, vector([name(path)])))],
    ['dylink.0', (path) => custom('dylink.0', sized(5, vector([name(path)])))],
  ]
  test.each(sections)('%s: beside the component or not at all', async (_, of) => {
    expect(await reasonsOf(of('./app.wasm.map'))).toEqual([])
    expect(await reasonsOf(of('libc.so'))).toEqual([])
    for (const path of ['/etc/passwd', '../x', 'a/../../x', 'a\\b', '%2e%2e/x', '//host/x']) {
      expect(await reasonsOf(of(path))).toEqual([`it points out of its folder: ${path}`])
    }
    for (const path of ['https://example.com/x.map', 'file:///etc/passwd', 'data:,x', 'C:\\x']) {
      expect(await reasonsOf(of(path))).toEqual([`it points to another place: ${path}`])
    }
  })
})
