import { expect, it } from 'vitest'
import { endpointOf } from './endpoint.ts'

it.each([
  [80, 'http://127.0.0.1'],
  [3000, 'http://127.0.0.1:3000'],
])('port %i is %s', (port, endpoint) => {
  expect(endpointOf(port)).toBe(endpoint)
})
