import { expect, test } from 'vitest'
import { findTrigger } from './route-triggers.ts'
import type { SpinTrigger } from './spin-app.ts'

const closed = { status: 503, headers: [], body: '' }

test('the trigger that answers for a path is found as requests are routed', () => {
  const [all, old, hidden] = [
    { route: '/...', component: 'web' },
    { route: '/old', staticResponse: closed },
    { route: null, component: 'hidden' },
  ] satisfies SpinTrigger[]
  const app = { triggers: [hidden, all, old] as SpinTrigger[] }
  expect(['/', '/old', '/old/', '/old/x'].map((path) => findTrigger(app, path))).toEqual([all, old, old, all])
  expect(findTrigger(app, '/.well-known/spin/health')).toBeUndefined()
  expect(findTrigger({ triggers: [hidden, old] as SpinTrigger[] }, '/')).toBeUndefined()
})
