import { expect, test } from 'vitest'
import { componentName } from './component-name.ts'

test.each([
  ['pirate.wasm', 'pirate'],
  ['some/where/My_Filter.v2.wasm', 'my-filter-v2'],
  ['python-examples/redact/', 'redact'],
  ['3.wasm', 'component-3'],
  ['übung.wasm', 'bung'],
  ['äöü.wasm', 'component'],
])('%s is called %s', (path, name) => {
  expect(componentName(path)).toBe(name)
})
