import { escapeControls } from '@wasm-airlock/shared'
import { eastAsianWidth } from 'get-east-asian-width'

/** What a terminal has everywhere. */
const COLUMNS = 80

/**
 * Text of strangers, every character of it visible: beyond {@link escapeControls} also fillers and variation
 * selectors, which take no room, spaces that are not the space, and what no font has to have.
 */
export function makeVisible(text: string): string {
  return escapeControls(text).replace(
    /(?! )[\p{Zs}\p{C}\p{Default_Ignorable_Code_Point}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  )
}

/**
 * The most columns that a text takes. Wide characters take two; combining ones are counted as one, although
 * terminals draw them over the one before, because a name may hold thousands of them.
 */
export function countColumns(text: string): number {
  let columns = 0
  for (const character of text) columns += columnsOf(character)
  return columns
}

function columnsOf(character: string): number {
  const codePoint = character.codePointAt(0) ?? 0
  if (codePoint < 0xa0) return 1
  return PICTURE.test(character) ? 2 : eastAsianWidth(codePoint)
}

/** Drawn wide by some terminals and narrow by others, halves of flags among them. */
const PICTURE = /[\p{Emoji_Presentation}\p{Extended_Pictographic}]/u

/** The start of a text, with `…` where something is missing. */
export function cutEnd(text: string, columns: number): string {
  const head = takeColumns(text, columns)
  return head === text ? text : `${takeColumns(text, columns - 1)}…`
}

/** As {@link cutEnd}, missing in the middle: where names share their start, their end tells them apart. */
export function cutMiddle(text: string, columns: number): string {
  if (takeColumns(text, columns) === text) return text
  const head = takeColumns(text, Math.ceil((columns - 1) / 2))
  const reversed = takeColumns([...text].reverse().join(''), Math.floor((columns - 1) / 2))
  return `${head}…${[...reversed].reverse().join('')}`
}

function takeColumns(text: string, columns: number): string {
  let taken = 0
  let end = 0
  for (const character of text) {
    taken += columnsOf(character)
    if (taken > columns) break
    end += character.length
  }
  return text.slice(0, end)
}

/** A text in a cell of this width, the rest of it blank. */
export function padEnd(text: string, columns: number): string {
  const cut = cutMiddle(text, columns)
  return cut + ' '.repeat(columns - countColumns(cut))
}

/** As {@link padEnd}, for numbers. */
export function padStart(text: string, columns: number): string {
  const cut = cutEnd(text, columns)
  return ' '.repeat(columns - countColumns(cut)) + cut
}

/**
 * Lines that fit. A line ends at a space; a word that is longer than a line is continued on the next one.
 *
 * @param text One line, nothing in it that {@link makeVisible} would change.
 * @param first What the first line starts with.
 * @param next What all others start with.
 */
export function wrapText(text: string, first = '', next = first): string[] {
  const lines: string[] = []
  let line = first
  let room = COLUMNS - countColumns(first)
  let isEmpty = true
  const breakLine = () => {
    lines.push(line)
    line = next
    room = COLUMNS - countColumns(next)
    isEmpty = true
  }
  for (const word of text.split(' ')) {
    const columns = countColumns(word)
    if (!isEmpty && columns + 1 > room) breakLine()
    const glue = isEmpty ? '' : ' '
    let rest = word
    for (let left = columns; left > room; ) {
      const part = takeColumns(rest, room)
      line += part
      rest = rest.slice(part.length)
      left -= countColumns(part)
      breakLine()
    }
    line += glue + rest
    room -= glue.length + countColumns(rest)
    isEmpty = false
  }
  lines.push(line)
  return lines.map((each) => each.trimEnd())
}
