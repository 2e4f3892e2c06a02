import { parseWat } from '@wasm-airlock/wac'
import { describe, expect, test } from 'vitest'
import {
  componentOf,
  concat,
  custom,
  moduleOf,
  name,
  number,
  repeat,
  sized,
  vector,
} from '../testing/encode.ts'
import { componentWithData, dataSection, latin1 } from '../testing/planted.ts'
import { readContents } from './contents.ts'

describe('what a component is made of', () => {
  test('modules and components at every depth', async () => {
    const bytes = await parseWat(`(component
      (core module
        (memory 1 4) (table 2 3 funcref) (table 5 funcref (ref.null func))
        (func $run) (func) (start $run)
        (data (i32.const 0) "abc") (data "defgh"))
      (core module)
      (component
        (component (core module (memory i64 7)))
        (core module)))`)
    const { modules, components, totals, hasStart, bytes: size } = readContents(bytes)
    expect(size).toBe(bytes.length)
    expect(modules.map((module) => module.where)).toEqual([
      'module 0',
      'module 1',
      'component 0 / component 0 / module 0',
      'component 0 / module 0',
    ])
    expect(modules[0]).toMatchObject({
      functions: 2,
      dataBytes: 8,
      memories: [{ minimumPages: 1, maximumPages: 4 }],
      tables: [
        { minimum: 2, maximum: 3 },
        { minimum: 5, maximum: null },
      ],
      hasStart: true,
    })
    expect(modules[1]).toEqual({
      where: 'module 1',
      bytes: 8,
      functions: 0,
      dataBytes: 0,
      memories: [],
      tables: [],
      hasStart: false,
    })
    expect(modules[2]?.memories).toEqual([{ minimumPages: 7, maximumPages: null }])
    expect(components.map(({ where, hasStart }) => [where, hasStart])).toEqual([
      ['component 0', false],
      ['component 0 / component 0', false],
    ])
    expect([totals.modules, totals.components, hasStart]).toEqual([4, 2, false])
  })

  test('start functions of components', async () => {
    const start = (inside: string) => `(component ${inside} (import "f" (func $f)) (start $f))`
    const contents = readContents(await parseWat(start(`${start('')} (component)`)))
    expect(contents.hasStart).toBe(true)
    expect(contents.components.map(({ hasStart }) => hasStart)).toEqual([true, false])
  })

  test('custom sections', () => {
    const bytes = componentOf(custom('a', latin1('123')), moduleOf(custom('b'), custom('a', latin1('4'))))
    expect(readContents(bytes)).toMatchObject({
      customSections: [
        { where: 'component', name: 'a', bytes: 3 },
        { where: 'module 0', name: 'b', bytes: 0 },
        { where: 'module 0', name: 'a', bytes: 1 },
      ],
      totals: { customSections: 3, dataBytes: 4, searchedBytes: 4 },
    })
  })

  test('producers of all levels are merged', () => {
    const producers = (field: string, ...tools: [string, string][]) =>
      custom('producers', vector([name(field), vector(...tools.map((tool) => tool.map(name)))]))
    const bytes = componentOf(
      producers('processed-by', ['__proto__', '1'], ['linker', '1.0']),
      moduleOf(producers('language', ['Rust', ''])),
      moduleOf(
        producers('processed-by', ['linker', '2.0'], ['rustc', '1.9']),
        custom('producers', latin1('broken')),
      ),
    )
    expect(JSON.stringify(readContents(bytes).producers)).toBe(
      '{"processed-by":{"__proto__":"1","linker":"1.0, 2.0","rustc":"1.9"},"language":{"Rust":""}}',
    )
  })

  test('a section producers of which not everything is listed is counted', () => {
    const producers = (...tools: [string, string][]) =>
      custom('producers', vector([name('sdk'), vector(...tools.map((tool) => tool.map(name)))]))
    const many = Array.from({ length: 101 }, (_, index): [string, string] => [`tool ${index}`, '1'])
    const read = (...sections: Uint8Array[]) => {
      const { producers: listed, totals } = readContents(componentOf(...sections))
      return [Object.keys(listed.sdk ?? {}).length, totals.unlistedProducers]
    }
    expect(read(producers(['a', '1']), producers(['a', '1']))).toEqual([1, 0])
    expect(read(producers(['a', '1']), custom('producers', latin1('broken')))).toEqual([1, 1])
    expect(read(producers(['a', '1']), producers(['b', 'x'.repeat(65_536)]))).toEqual([1, 1])
    expect(read(producers(...many))).toEqual([100, 1])
  })

  test('a great many are counted, the first are listed', () => {
    const { customSections, totals } = readContents(componentOf(repeat(custom('x'), 5000)))
    expect([customSections.length, totals.customSections]).toEqual([1000, 5000])
  })
})

describe('WebAssembly as data', () => {
  const inner = moduleOf(custom('x')).subarray(2)

  test('is found as it is, and in base64', () => {
    const base64 = Buffer.from(componentOf(custom('x'))).toString('base64')
    const bytes = componentWithData(concat(latin1('abc'), inner, latin1('\xff\xff')), `"${base64}"`)
    expect(readContents(bytes)).toMatchObject({
      embedded: [
        {
          where: 'module 0 / data 0',
          offset: Buffer.from(bytes).indexOf(inner),
          kind: 'core-module',
          encoding: 'binary',
          bytes: inner.length,
        },
        { where: 'module 0 / data 1', kind: 'component', encoding: 'base64', bytes: null },
      ],
      totals: { modules: 1, embedded: 2 },
    })
  })

  test('a header alone, or another version, is none', () => {
    const data = ['\0asm\x01\0\0\0', '\0asm\x02\0\0\0\0\x01\0', 'AGFzbQAAAAAA', '\0asm']
    expect(readContents(componentWithData(...data)).embedded).toEqual([])
  })
})

describe('data segments', () => {
  const text = 'https://a.test/'

  test.each([
    ['active', '(memory 1) (data (i32.const 7) "TEXT")'],
    ['active, of another memory', '(memory 1) (memory 1) (data (memory 1) (i32.const 7) "TEXT")'],
    ['passive', '(data "TEXT")'],
    [
      'at a sum',
      '(import "a" "b" (global $g i32)) (memory 1) (data (i32.add (global.get $g) (i32.const 1)) "TEXT")',
    ],
  ])('%s are read', async (_, module) => {
    const bytes = await parseWat(`(component (core module ${module.replace('TEXT', text)}))`)
    expect(readContents(bytes)).toMatchObject({
      modules: [{ dataBytes: text.length }],
      hosts: [{ where: 'module 0 / data 0', host: 'a.test' }],
    })
  })

  test('what follows an offset that is not known is read as a whole', () => {
    const section = sized(11, number(2), Uint8Array.of(0, 0xfb, 0x00), latin1(`..${text}..`))
    expect(readContents(componentOf(moduleOf(section))).hosts).toMatchObject([{ host: 'a.test' }])
  })

  test('a great many beginnings end the search, and it says so', () => {
    const noise = dataSection(repeat(latin1('://'), 1_100_000))
    const { totals } = readContents(componentOf(moduleOf(noise), moduleOf(dataSection(text))))
    expect(totals.dataBytes).toBe(3_300_000 + text.length)
    expect(totals.searchedBytes).toBeLessThan(3_300_000)
    expect(totals.unchecked).toBe(990_000)
  })
})
