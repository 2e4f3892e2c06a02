/** Called with what the user typed; what it returns is sent to the model. */
export function before(userprompt: string): string {
  return `${userprompt.trim()}\n\nAnswer in one sentence.`
}

/** Called with what the model answered; what it returns is shown to the user. */
export function after(promptresult: string): string {
  return `Answer: ${promptresult.trim()}`
}
