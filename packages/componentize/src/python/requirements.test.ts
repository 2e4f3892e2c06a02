import { expect, test } from 'vitest'
import { parseRequirements } from './requirements.ts'

test('names with versions, extras, markers and hashes are read', () => {
  const text = [
    '\ufeff# comment',
    'humanize>=4,<5  # why',
    'requests[socks, security] == 2.32.*',
    "tomli ~= 2.0 ; python_version < '3.11'",
    'idna==3.10 \\',
    `    --hash=sha256:${'a'.repeat(64)}`,
    '',
  ].join('\r\n')
  expect(parseRequirements(text, 'requirements.txt')).toEqual([
    { name: 'humanize', line: 'humanize>=4,<5' },
    { name: 'requests', line: 'requests[socks, security] == 2.32.*' },
    { name: 'tomli', line: "tomli ~= 2.0 ; python_version < '3.11'" },
    { name: 'idna', line: `idna==3.10 --hash=sha256:${'a'.repeat(64)}` },
  ])
})

test.each([
  '--index-url https://evil.example/simple',
  '-r ../other.txt',
  '-e .',
  './local',
  '../up.whl',
  'https://evil.example/x.whl',
  'x @ git+https://evil.example/x',
  'x @ file:///etc/passwd',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: pip would expand it
  'x==${SECRET}',
  "x ; extra == '$HOME'",
  'x --config-settings=a=b',
  'x --hash=md5:abc',
  'x y',
])('%s is refused by name and line', (line) => {
  expect(() => parseRequirements(`idna\n${line}\n`, 'app/requirements.txt')).toThrow(
    expect.objectContaining({
      code: 'dependency-refused',
      item: line,
      details: { file: 'app/requirements.txt', line: 2 },
    }),
  )
})
