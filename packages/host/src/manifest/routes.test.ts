import { describe, expect, test } from 'vitest'
import { chainedRoute, createRouter } from './routes.ts'

function routerOf(...routes: readonly string[]) {
  const route = createRouter(routes.map((each) => ({ route: each, target: each })))
  return (path: string) => route(path)?.target
}

describe('routes', () => {
  test('are exact, or stand for all below them', () => {
    const find = routerOf('/', '/foo', '/foo/bar', '/whee/...')
    expect(['/', '/foo', '/foo/', '/foo/bar', '/whee', '/whee/', '/whee/a/b'].map(find)).toEqual([
      '/',
      '/foo',
      '/foo',
      '/foo/bar',
      '/whee/...',
      '/whee/...',
      '/whee/...',
    ])
    expect(['/fo', '/foo/x', '/foobar', '/wheee', '/FOO', '/foo%2fbar'].map(find)).toEqual(
      Array(6).fill(undefined),
    )
  })

  test.each([
    [['/one/...', '/one/two/...', '/one/two/three/...'], '/one/two/three/four', '/one/two/three/...'],
    [['/one/two/three/...', '/one/two/...', '/one/...'], '/one/two/three/four', '/one/two/three/...'],
    [['/...', '/one'], '/one', '/one'],
    [['/...', '/one'], '/one/two', '/...'],
    [['/:name', '/one'], '/one', '/one'],
    [['/...', '/:name'], '/x', '/:name'],
    [['/:name/...', '/one/:name'], '/one/x', '/one/:name'],
    [['/:name/b', '/a/...'], '/a/b', '/a/...'],
  ])('%j: the most specific one takes %s', (routes, path, expected) => {
    expect(routerOf(...routes)(path)).toBe(expected)
    expect(routerOf(...routes.toReversed())(path)).toBe(expected)
  })

  test('tell what the rest and the names stand for', () => {
    const route = createRouter([
      { route: '/test/...', target: 1 },
      { route: '/1/:two/3', target: 2 },
      { route: '/u/:id/...', target: 3 },
      { route: '/', target: 4 },
    ])
    expect(['/test', '/test/', '/test/a', '/test/a/b/'].map((path) => route(path)?.route.pathInfo)).toEqual([
      '',
      '/',
      '/a',
      '/a/b/',
    ])
    expect(route('/1/2/3')).toEqual({
      target: 2,
      route: { raw: '/1/:two/3', base: '/', matched: '/1/:two/3', pathInfo: '', params: { two: '2' } },
    })
    expect(route('/u/7/x')?.route).toMatchObject({ params: { id: '7' }, pathInfo: '/x' })
    expect(route('/')?.route).toMatchObject({ raw: '/', matched: '' })
    expect(route('/1//3')).toBeUndefined()
  })

  test('of which the last of two equal ones counts', () => {
    const route = createRouter([
      { route: '/foo', target: 'first' },
      { route: '/foo', target: 'second' },
    ])
    expect(route('/foo')?.target).toBe('second')
  })

  test.each(['/a/.../b', '/:', '/:a.b', '/:a b', '/*/x'])('%s cannot be read', (route) => {
    expect(() => routerOf(route)).toThrow(expect.objectContaining({ code: 'manifest-invalid', item: route }))
  })

  test('named like parts of objects are names', () => {
    const route = createRouter([{ route: '/:__proto__/:constructor', target: 1 }])
    expect(Object.entries(route('/a/b')?.route.params ?? {})).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ])
  })

  test('take no longer where a path has many slashes', () => {
    const path = `/a${'/'.repeat(60_000)}a`
    const start = performance.now()
    expect(createRouter([{ route: '/...', target: 1 }])(path)?.target).toBe(1)
    expect(performance.now() - start).toBeLessThan(1000)
  })

  test('between components match everything', () => {
    expect(chainedRoute('/a/b')).toMatchObject({ raw: '/...', pathInfo: '/a/b' })
  })
})
