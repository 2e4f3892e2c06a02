import { expect, test } from 'vitest'
import { findCommandName } from './command-name.ts'
import { toJson } from './output.ts'
import { formatCurl, quoteForShell } from './report.ts'

test('JSON keeps big integers and cannot move a cursor', () => {
  expect(toJson({ big: 2n ** 64n })).toBe('{\n  "big": "18446744073709551616"\n}')
  const hostile = '\u001b]0;x\u0007\u009b\u202e'
  expect(toJson(hostile)).toMatch(/^[\x20-\x7e]*$/)
  expect(JSON.parse(toJson(hostile))).toBe(hostile)
})

test.each([
  ["it's", "'it'\\''s'"],
  ['plain-1.2/x', 'plain-1.2/x'],
  ['two words', "'two words'"],
])('%s is quoted for a shell', (text, quoted) => {
  expect(quoteForShell(text)).toBe(quoted)
})

test.each([
  [{}, '/usr/bin/airlock', 'airlock'],
  [{ npm_lifecycle_event: 'airlock' }, 'x', 'npm run airlock --'],
  [{ npm_command: 'exec' }, '/home/a/node_modules/.bin/airlock', 'npx --no-install airlock'],
  [{ npm_command: 'exec' }, '/home/a/.npm/_npx/1/node_modules/.bin/airlock', 'npx @wasm-airlock/processor'],
])('hints call the command as the user did: %o %s', (env, script, name) => {
  expect(findCommandName(env, script)).toBe(name)
})

const prompt = `-H 'content-type: application/json' -d '{"prompt": "Hello"}'`
test.each([
  [false, 'curl http://127.0.0.1:1'],
  ['/api/prompt', `curl http://127.0.0.1:1/api/prompt ${prompt}`],
  ['/ask?now', `curl 'http://127.0.0.1:1/ask?now' ${prompt}`],
] as const)('an application that takes a prompt at %s is asked there', (path, line) => {
  expect(formatCurl('http://127.0.0.1:1', path)).toBe(line)
})
