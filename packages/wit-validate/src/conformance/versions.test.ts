import { parseWat } from '@wasm-airlock/wac'
import { expect, test } from 'vitest'
import { checkConformance } from './conformance.ts'
import { exporting, importing, judge, world } from './testing/ticks.ts'

const fits = { subtype: ['world-version-differs info'], exact: ['world-version-differs error'] }
const same = { subtype: [], exact: [] }

test.each([
  ['test:tool/tick@1.2.3', 'test:tool/tick@1.2.3', same],
  ['test:tool/tick@1.2.3', 'test:tool/tick@1.0.0', fits],
  ['test:tool/tick@1.2.3', 'test:tool/tick@1.9.0', fits],
  ['test:tool/tick@1.2.3', 'test:tool/tick@1.2.3+build', fits],
  ['test:old/tick@0.2.3', 'test:old/tick@0.2.0', fits],
])('%s: %s fits', async (wanted, found, verdict) => {
  expect(await judge(await exporting(found), world(`export ${wanted};`))).toEqual(verdict)
  expect(await judge(await importing(found), world(`import ${wanted};`))).toEqual(verdict)
})

test.each([
  ['test:tool/tick@1.2.3', 'test:tool/tick@2.2.3'],
  ['test:tool/tick@1.2.3', 'test:tool/tick'],
  ['test:tool/tick@1.2.3', 'test:tool/tick@1.2.3-rc.1'],
  ['test:old/tick@0.2.3', 'test:old/tick@0.3.0'],
  ['test:first/tick@0.0.3', 'test:first/tick@0.0.4'],
  ['test:next/tick@1.0.0-rc.1', 'test:next/tick@1.0.0'],
])('%s: %s does not', async (wanted, found) => {
  const { subtype } = await judge(await exporting(found), world(`export ${wanted};`))
  expect(subtype).toEqual(['world-export-missing error', 'world-export-extra warning'])
  const unexpected = await judge(await importing(found), world(`import ${wanted};`))
  expect(unexpected.subtype).toEqual(['world-import-unexpected error'])
})

test('the latest of several stands in, the others are too much', async () => {
  const component = await parseWat(`(component
    (import "given" (instance $old (export "now" (func (result u64)))))
    (export "test:tool/tick@1.3.0" (instance $old))
    (export "test:tool/tick@1.1.0" (instance $old)))`)
  const { findings } = await checkConformance(
    component,
    world('import given: interface { now: func() -> u64; } export test:tool/tick@1.2.3;'),
  )
  expect(findings.map(({ code, path }) => [code, path])).toEqual([
    ['world-version-differs', 'export test:tool/tick@1.3.0'],
    ['world-export-extra', 'export test:tool/tick@1.1.0'],
  ])
})
