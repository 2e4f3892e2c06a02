/** A piece of a template: a text, or the name of a variable. */
type Part = { readonly text: string } | { readonly variable: string }

/** A text with variables in it: `https://{{ host }}:{{ port }}`. */
export type Template = readonly Part[]

/** A template that is none. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError'
}

/**
 * Reads Spin's templates: `{{` and `}}` around the name of a variable, with white space as one likes.
 *
 * @throws TemplateError where a `{{` has no `}}`.
 */
export function parseTemplate(text: string): Template {
  const parts: Part[] = []
  let rest = text
  while (rest !== '') {
    const start = rest.indexOf('{{')
    if (start === -1) return [...parts, { text: rest }]
    if (start > 0) parts.push({ text: rest.slice(0, start) })
    const end = rest.indexOf('}}', start + 2)
    if (end === -1) throw new TemplateError('a {{ is not closed')
    parts.push({ variable: rest.slice(start + 2, end).trim() })
    rest = rest.slice(end + 2)
  }
  return parts
}

/** The variables that a template names. */
export function variablesOf(template: Template): string[] {
  return template.flatMap((part) => ('variable' in part ? [part.variable] : []))
}

/**
 * Puts values in the place of names. A value is never read as a template.
 *
 * @throws TemplateError where a variable has no value.
 */
export function renderTemplate(template: Template, values: ReadonlyMap<string, string>): string {
  return template
    .map((part) => {
      if ('text' in part) return part.text
      const value = values.get(part.variable)
      if (value === undefined) throw new TemplateError(`the variable ${part.variable} has no value`)
      return value
    })
    .join('')
}
