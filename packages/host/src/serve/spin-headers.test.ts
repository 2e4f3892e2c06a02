import { expect, test } from 'vitest'
import type { AppRequest } from '../app/request.ts'
import { createRouter } from '../manifest/routes.ts'
import { withSpinHeaders } from './spin-headers.ts'

const request: AppRequest = { method: 'GET', path: '/foo/42/bar?a=1', headers: [], body: new Uint8Array() }

test('a component is told of its route and its client, as by Spin', () => {
  const found = createRouter([{ route: '/foo/:user_id/...', target: 0 }])('/foo/42/bar')
  const headers = withSpinHeaders({
    ...request,
    authority: 'fermyon.dev',
    clientAddress: '127.0.0.1:8777',
    ...(found && { route: found.route }),
  })
  expect(Object.fromEntries(headers)).toEqual({
    'spin-path-info': '/bar',
    'spin-full-url': 'http://fermyon.dev/foo/42/bar?a=1',
    'spin-matched-route': '/foo/:user_id/...',
    'spin-base-path': '/',
    'spin-raw-component-route': '/foo/:user_id/...',
    'spin-component-route': '/foo/:user_id',
    'spin-client-addr': '127.0.0.1:8777',
    'spin-path-match-user-id': '42',
  })
})

test('a component that is alone takes all paths', () => {
  expect(Object.fromEntries(withSpinHeaders(request))).toMatchObject({
    'spin-path-info': '/foo/42/bar',
    'spin-matched-route': '/...',
    'spin-raw-component-route': '/...',
    'spin-component-route': '',
  })
})

test('no client can tell it otherwise', () => {
  const headers = withSpinHeaders({
    ...request,
    headers: [
      ['Spin-Client-Addr', '10.0.0.1:1'],
      ['spin-path-match-user-id', '1'],
      ['spin-full-url', 'http://evil.example/'],
      ['spin-other', 'kept'],
    ],
  })
  expect(headers.filter(([name]) => name.toLowerCase() === 'spin-client-addr')).toEqual([
    ['spin-client-addr', '127.0.0.1:0'],
  ])
  const all = Object.fromEntries(headers)
  expect(all['spin-path-match-user-id']).toBeUndefined()
  expect(all['spin-full-url']).toBe('http://localhost/foo/42/bar?a=1')
  expect(all['spin-other']).toBe('kept')
})
