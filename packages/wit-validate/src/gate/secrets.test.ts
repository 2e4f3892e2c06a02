import { parseWat } from '@wasm-airlock/wac'
import { expect, test } from 'vitest'
import { componentWithNames } from '../fixtures.ts'
import { componentOf, custom, name, sized } from '../testing/encode.ts'
import { body } from '../testing/planted.ts'
import { checkGate } from './check-gate.ts'

const key = body(36)
const token = `npm_${key}`

/** What a finding must not show, in a name or text of a component. */
const texts: [what: string, text: string, hidden: string][] = [
  ['a token', `a '${token}`, key],
  ['a password', 'https://user:open-sesame@example.test/\n', 'sesame'],
  ['a query', 'https://example.test/a?signature=open-sesame\n', 'sesame'],
  ['a fragment', 'https://example.test/a#open-sesame\n', 'sesame'],
]

const places: [where: string, make: (text: string) => Uint8Array | Promise<Uint8Array>][] = [
  ['the name of an export', (text) => componentWithNames(text)],
  ['the name of an import', (text) => componentWithNames('x', 'env', text)],
  ['a name that is too long', (text) => componentWithNames(text + 'x'.repeat(2000))],
  ['the name of a custom section', (text) => componentOf(custom(text))],
  ['a text with control characters', (text) => componentOf(custom('name', sized(0, name(`\n${text}`))))],
  [
    'control characters inside of it',
    (text) => componentOf(custom('name', sized(0, name([...text].join('\x01'))))),
  ],
  ['a path to another place', (text) => componentOf(custom('sourceMappingURL', name(`file:${text}`)))],
  ['a path out of its folder', (text) => componentOf(custom('sourceMappingURL', name(`../${text.trim()}`)))],
]

const cases = places.flatMap(([where, make]) =>
  texts.map(([what, text, hidden]) => ({ what, where, hidden, make: () => make(text) })),
)

test.each(cases)('$what in $where is not shown', async ({ hidden, make }) => {
  const findings = await checkGate(await make())
  expect(findings).toMatchObject([{ severity: 'error' }])
  expect(JSON.stringify(findings)).not.toContain(hidden)
})

test('a query without a host is not shown either', async () => {
  const findings = await checkGate(componentOf(custom('sourceMappingURL', name('/app.map?key=open-sesame'))))
  expect(findings).toMatchObject([{ args: { reason: 'it points out of its folder: /app.map…' } }])
})

test('nor what a validator quotes', async () => {
  const component = await parseWat(`(component (core module
    (func (export "${token}")) (func (export "${'x'.repeat(token.length)}"))))`)
  const twice = new TextEncoder().encode(token)
  component.set(twice, Buffer.from(component).indexOf('x'.repeat(token.length)))
  const findings = await checkGate(component)
  expect(findings).toMatchObject([{ code: 'component-invalid', args: { reason: /duplicate export.*npm_…/ } }])
  expect(JSON.stringify(findings)).not.toContain(key)
})
