import { type FindingCode, findingCodes } from '@wasm-airlock/shared'
import { expect, test } from 'vitest'
import { describeCode, helpFor } from './finding-help.ts'

test.each(Object.keys(findingCodes) as FindingCode[])('there is help for %s', (code) => {
  const { title, advice } = helpFor(code)
  expect(title).not.toBe(describeCode(code))
  expect(title).toMatch(/^[A-Z].*[^.]$/)
  expect(advice).toMatch(/^[A-Z].*\.$/)
  // It is Markdown, too: what stands between backticks is all the markup there is.
  expect(`${title}${advice}`.replace(/`[^`]+`/g, '')).not.toMatch(/[*_<>[\]`{}@#]/)
})
