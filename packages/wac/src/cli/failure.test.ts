import { AirlockError } from '@wasm-airlock/shared'
import { expect, it } from 'vitest'
import { reportOf } from './failure.ts'

it('says the hint of a failure, and not the one that every failure of its kind has', () => {
  expect(reportOf(new AirlockError('usage-invalid', 'Wrong.'))).toBe('Wrong.')
  expect(reportOf(new AirlockError('internal', 'A defect.'))).toBe('A defect.')
  expect(reportOf(new AirlockError('internal', 'A defect.', { hint: 'Report it.' }))).toBe(
    'A defect.\n\nReport it.',
  )
  const details = { report: 'as wac has it' }
  expect(reportOf(new AirlockError('internal', 'A defect.', { hint: 'Report it.', details }))).toBe(
    'as wac has it',
  )
})
