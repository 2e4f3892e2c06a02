import { promptWit, promptWorld } from '@wasm-airlock/shared'
import { parseWat } from '@wasm-airlock/wac'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { componentWithNames, promptComponent } from '../../fixtures.ts'
import { validateComponent } from '../../validate.ts'
import { exampleReport } from '../testing/example-report.ts'
import { hostileReport } from '../testing/hostile-report.ts'
import { formatReport } from './text.ts'

test('the report of an accepted component', async () => {
  const result = await validateComponent(await promptComponent(), { wit: promptWit, world: promptWorld })
  expect(formatReport(result)).toBe(`Accepted: 0 errors, 0 warnings

Imports: none

Exports
  component:promptprocessor/promptmodification@0.0.1
    before: func(userprompt: string) -> string
    after: func(promptresult: string) -> string
`)
})

test('the report of a refused one says what would allow it', async () => {
  const extra = '(import "wasi:random/random@0.2.9" (instance (export "get-random-u64" (func (result u64)))))'
  const report = formatReport(await validateComponent(await promptComponent(extra)))
  expect(report).toContain('Refused: 1 error, 0 warnings')
  expect(report.replace(/\s+/g, ' ')).toContain('to allow it, add "wasi:random/random@0.2.9" to allow')
  expect(report).toContain('    get-random-u64: func() -> u64\n')
})

test('no control character of a component reaches the terminal', async () => {
  const result = await validateComponent(await componentWithNames('\u001b[2J\u202ereversed\u0007'))
  const report = formatReport(result)
  expect(report).toContain('\\u{1b}[2J\\u{202e}reversed\\u{7}')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters that must not be there
  expect(report).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
})

test('the report of all that can be said', async () => {
  await expect(formatReport(exampleReport())).toMatchFileSnapshot('snapshots/report.txt')
})

test('what is no valid component has no capabilities, rather than none', () => {
  const nothing = { capabilities: [], offers: [], contents: null, imports: [], exports: [] }
  expect(formatReport(exampleReport(nothing))).not.toContain('What it can do')
  expect(formatReport(exampleReport({ ...nothing, contents: exampleReport().contents }))).toContain(
    'What it can do: compute, and nothing else',
  )
})

test('a deep report that could not be analysed says so, and why', () => {
  const incomplete = exampleReport({ reach: { complete: false, reason: 'imported-module' } })
  const text = formatReport(incomplete).replace(/\s+/g, ' ')
  expect(text).toContain('could not be found out: it instantiates a core module from outside.')
  expect(text).not.toContain('never called: no path')
  const notDeep = formatReport(exampleReport({ reach: null }))
  expect(notDeep).not.toMatch(/Never called|could not be found out/)
})

test('a deep report says that nothing is never called', () => {
  const [unknown] = exampleReport().capabilities
  expect(formatReport(exampleReport({ capabilities: unknown ? [unknown] : [] }))).toContain('never called')
})

test('producers that are not listed are not passed over', () => {
  const { contents } = exampleReport()
  if (contents === null) throw new Error('the example has contents')
  const totals = { ...contents.totals, unlistedProducers: 2 }
  expect(formatReport(exampleReport({ contents: { ...contents, totals } }))).toContain(
    'tools not listed    2 sections producers not read as a whole',
  )
})

test('no line is longer than 80 columns and no character invisible, whatever a component carries', () => {
  for (let seed = 1; seed <= 100; seed += 1) {
    for (const line of formatReport(hostileReport(seed)).split('\n')) {
      const columns = Math.max(stringWidth(line), [...line].length)
      if (columns > 80 || /[\p{C}\p{Zl}\p{Zp}]/u.test(line))
        expect.fail(`seed ${seed}: ${JSON.stringify(line)}`)
    }
  }
})

test('the same report gives the same text, in whichever order its lists are', () => {
  const report = exampleReport()
  const reversed = {
    ...report,
    findings: report.findings.toReversed(),
    imports: report.imports.toReversed(),
    capabilities: report.capabilities.toReversed(),
  }
  expect(formatReport(reversed)).toBe(formatReport(report))
})

test('imports that no rule allows are a list of rules, what a rule denies has its own line', async () => {
  const component = await parseWat(
    '(component (import "one" (func)) (import "two" (func)) (import "three" (func)))',
  )
  const report = formatReport(await validateComponent(component, { policy: { allow: ['*'], deny: ['two'] } }))
  expect(report).toContain('imports two, which')
  const refused = formatReport(await validateComponent(component, { policy: { allow: [], deny: ['two'] } }))
  expect(refused).toContain('imports two, which')
  expect(refused).toContain('add to allow\n      "one"\n      "three"\n')
})
