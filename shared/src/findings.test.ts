import { describe, expect, it } from 'vitest'
import { escapeControls, formatFinding } from './findings.ts'

describe('formatFinding', () => {
  it('fills the arguments in and makes control characters visible', () => {
    expect(
      formatFinding({
        code: 'name-unsafe',
        severity: 'error',
        path: 'module 0',
        args: { kind: 'export', name: 'a\u001b[2Jb' },
      }),
    ).toBe('the export name a\\u{1b}[2Jb holds characters that are not safe to hand to other tools')
  })

  it('says what is in brackets only where the finding has it', () => {
    const missing = { code: 'world-export-missing', severity: 'error', path: 'export run' } as const
    const args = { name: 'run', world: 'a:b/c' }
    expect(formatFinding({ ...missing, args })).toBe('does not export run, which the world a:b/c asks for')
    expect(formatFinding({ ...missing, args: { ...args, nearest: 'rum[{x}]' } })).toBe(
      'does not export run, which the world a:b/c asks for; it does export rum[{x}], which is close',
    )
  })

  it('writes arguments as it is told to', () => {
    const args = { bytes: 12, limit: 10 }
    const finding = { code: 'component-too-large', severity: 'error', path: 'component', args } as const
    expect(formatFinding(finding, (text) => `<${text}>`)).toBe(
      '<12> bytes are more than the <10> that are allowed',
    )
  })
})

describe('escapeControls', () => {
  it.each([
    ['line\nbreak', 'line\\u{a}break'],
    ['\u202eevil', '\\u{202e}evil'],
    ['lone \ud800 half', 'lone \\u{d800} half'],
    ['\u061carabic letter mark', '\\u{61c}arabic letter mark'],
    ['hidden \u{e0041} tag', 'hidden \\u{e0041} tag'],
    ['emoji 🙂 stays', 'emoji 🙂 stays'],
    ['naïve', 'naïve'],
  ])('%j', (text, expected) => {
    expect(escapeControls(text)).toBe(expected)
  })
})
