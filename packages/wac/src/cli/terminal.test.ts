import { expect, it } from 'vitest'
import {
  errorHasColour,
  escapeButColours,
  escapeControls,
  excerptHasColour,
  usageHasColour,
} from './terminal.ts'

const xterm = { TERM: 'xterm' }

it.each([
  [true, xterm, [true, true, true]],
  [false, xterm, [false, false, false]],
  [true, { ...xterm, NO_COLOR: '1' }, [false, false, false]],
  [true, { TERM: 'dumb' }, [false, false, true]],
  [true, {}, [false, false, true]],
  [false, { ...xterm, CLICOLOR_FORCE: '1' }, [true, true, false]],
  [false, { ...xterm, FORCE_COLOR: '1' }, [false, true, false]],
  [false, { ...xterm, FORCE_COLOR: '0' }, [false, false, false]],
  [false, { ...xterm, FORCE_COLOR: 'false' }, [false, false, false]],
  [true, { ...xterm, CLICOLOR: '0' }, [false, true, true]],
  [true, { TERM: 'odd', COLORTERM: 'truecolor' }, [true, true, true]],
])('terminal: %s, %j', (isTerminal, env, expected) => {
  const terminal = { isTerminal, env }
  expect([usageHasColour(terminal), errorHasColour(terminal), excerptHasColour(terminal)]).toEqual(expected)
})

it('shows what would be obeyed', () => {
  expect(escapeControls('a\x1b]0;title\x07b\r\u202ec\u009b2J\n\td')).toBe(
    'a\\u{1b}]0;title\\u{7}b\\u{d}\\u{202e}c\\u{9b}2J\n\td',
  )
  expect(escapeButColours('\x1b[36;1;4mx\x1b[0m\x1b[2J')).toBe('\x1b[36;1;4mx\x1b[0m\\u{1b}[2J')
  const theme = ['31', '33', '36', '36;1;4', '2', '35;1', '33;1', '32;1', '0'].map((code) => `\x1b[${code}mx`)
  expect(escapeButColours(theme.join(''))).toBe(theme.join(''))
  for (const code of ['', '8', '5', '30', '7', '00', '31;8', '38;5;0', '0;8']) {
    expect(escapeButColours(`a\x1b[${code}mb`)).toBe(`a\\u{1b}[${code}mb`)
  }
})
