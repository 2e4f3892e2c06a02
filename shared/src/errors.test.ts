import { describe, expect, it } from 'vitest'
import { AirlockError, errorCodes, toAirlockError } from './errors.ts'

describe('AirlockError', () => {
  it('becomes plain data with the hint of its code', () => {
    const error = new AirlockError('world-unknown', 'There is no world `x`.', { item: 'x' })
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      code: 'world-unknown',
      item: 'x',
      message: 'There is no world `x`.',
      hint: errorCodes['world-unknown'].hint,
    })
  })
  it('keeps cause and details, and lets a better hint win', () => {
    const cause = new Error('inner')
    const error = new AirlockError('build-failed', 'no', { cause, hint: 'do this', details: { line: 3 } })
    expect(error.cause).toBe(cause)
    expect(error.toJSON()).toMatchObject({ hint: 'do this', details: { line: 3 } })
  })
})

describe('toAirlockError', () => {
  it('keeps a known error and names the step only where none is named', () => {
    const error = new AirlockError('aborted', 'x', { step: 'compose' })
    expect(toAirlockError(error, 'deploy')).toBe(error)
    expect(error.step).toBe('compose')
    expect(toAirlockError(new AirlockError('aborted', 'x'), 'deploy').step).toBe('deploy')
  })
  it('knows an abort, and calls everything else a defect', () => {
    expect(toAirlockError(new DOMException('x', 'AbortError')).code).toBe('aborted')
    expect(toAirlockError('text')).toMatchObject({ code: 'internal', message: 'text' })
  })
})
