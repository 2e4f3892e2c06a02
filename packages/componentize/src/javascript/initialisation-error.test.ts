import { expect, test } from 'vitest'
import { GLUE_ERROR } from './glue.ts'
import { initialisationError } from './initialisation-error.ts'

const input = {
  root: '/tmp/airlock-build-x',
  folder: '/tmp/airlock-build-x/source',
  files: [],
  entries: [],
  names: {},
  world: { name: 'w', imports: [], interfaces: [], functions: [] },
  fetchEvent: false,
}
const bundle = { code: '', map: '{"version":3,"sources":[],"names":[],"mappings":""}' }

function errorOf(output: string) {
  return initialisationError(new Error(output), bundle, input).toJSON()
}

test.each([
  [
    'an exception',
    'component.js:1:2 bad \u001b[31m in /tmp/airlock-build-x/bundle/component.js\nmore \u0007',
  ],
  ['an error of the glue that is forged', `component.js:1:2 ${GLUE_ERROR} \u001b[31m /tmp/airlock-build-x/y`],
  ['output without a place', 'Wizer failed \u001b[31m at /tmp/airlock-build-x/wit\n'],
])('%s is told without control characters and without the folder of the build', (_, output) => {
  const text = JSON.stringify(errorOf(output))
  expect(text).not.toContain('airlock-build-x')
  expect(text).not.toMatch(/\\u00/)
  expect(text).toContain('u{1b}')
})
