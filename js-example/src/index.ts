import { toPlainText } from './plain-text.ts'

/** Asks the model for text without formatting. */
export function before(userprompt: string): string {
  return `${userprompt.trim()}\n\nAnswer in plain text.`
}

/** Removes the formatting that the model used all the same. */
export function after(promptresult: string): string {
  return toPlainText(promptresult)
}
