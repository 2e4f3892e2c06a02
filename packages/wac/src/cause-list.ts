/** An error and its causes, in the layout in which the crate anyhow prints them. */
export function listCauses([message = '', ...causes]: readonly string[]): string {
  if (causes.length === 0) return message
  const listed = causes.map((cause, index) => {
    const number = causes.length === 1 ? '    ' : `${String(index).padStart(5)}: `
    return `${number}${cause.replaceAll('\n', `\n${' '.repeat(number.length)}`)}`
  })
  return `${message}${heading}${listed.join('\n')}`
}

/** What {@link listCauses} laid out: the outermost message first. */
export function splitCauses(text: string): string[] {
  const at = text.lastIndexOf(heading)
  if (at < 0) return [text]
  const message = text.slice(0, at)
  const list = text.slice(at + heading.length)
  if (!list.startsWith('    0: ')) return [message, list.slice(4).replaceAll('\n    ', '\n')]
  return [
    message,
    ...list
      .split(/^ *\d+: /m)
      .slice(1)
      .map((cause) => cause.replace(/\n$/, '').replaceAll('\n       ', '\n')),
  ]
}

const heading = '\n\nCaused by:\n'
