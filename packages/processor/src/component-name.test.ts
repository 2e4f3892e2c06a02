import { expect, test } from 'vitest'
import { componentName } from './component-name.ts'

test.each([
  ['pirate.wasm', 'pirate'],
  ['some/where/My_Filter.v2.wasm', 'my-filter-v2'],
  ['python-examples/redact/', 'redact'],
  ['3.wasm', 'component3'],
  ['v1-2.wasm', 'v12'],
  ['übung.wasm', 'component-bung'],
  [`${'ab-'.repeat(100)}.wasm`, 'ab-'.repeat(20).slice(0, -1)],
  ['äöü.wasm', 'component'],
])('%s is called %s', (path, name) => {
  expect(componentName(path)).toBe(name)
})
