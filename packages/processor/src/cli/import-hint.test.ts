import { expect, test } from 'vitest'
import { importHint } from './import-hint.ts'

const grants = /--(env|arg|stdin|dir|allow-host)/

test.each(['up', 'test', 'deploy', undefined])('%s has no options that grant', (command) => {
  expect(importHint(['wasi:x/y@0.2.0'], command)).not.toMatch(grants)
  const open = importHint(['wasi:x/y@0.2.0', 'a:b/c@1.0.0'], command)
  expect(open).toMatch(/^No host offers a:b\/c@1\.0\.0: .*`airlock compose /)
  expect(open).not.toMatch(grants)
})

test('call has them, and plugs what no host offers', () => {
  expect(importHint(['wasi:cli/environment@0.2.0'], 'call')).toMatch(grants)
  expect(importHint(['a:b/c', 'a:b/d', 'a:b/e', 'a:b/f'], 'call')).toMatch(/and 1 more.*`airlock plug /)
})
