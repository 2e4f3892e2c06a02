// Manifests as different people write them: every form that TOML has for the same thing, and comments everywhere.

/**
 * @param {readonly { id: string, file: string }[]} apps
 * @returns The text; each comment is there once.
 */
export function writeManifest(random, apps) {
  let notes = 0
  const note = () => (random.oneIn(2) ? ` # note ${notes++}` : '')
  const line = (text) => `${random.oneIn(3) ? `# note ${notes++}\n` : ''}${text}${note()}`
  const gap = () => (random.oneIn(2) ? '\n' : '')
  const quoted = (text) => (random.oneIn(3) ? `'${text}'` : `"${text}"`)
  const key = (text) => (random.oneIn(4) ? `"${text}"` : text)
  const components = apps.map(({ id, file }) => {
    const source = random.oneIn(4) ? `./${file}` : file
    const more = random.oneIn(2)
      ? [line('allowed_outbound_hosts = [ "https://example.com", # note of a list\n  ]')]
      : []
    const form = random.below(4)
    if (form === 0) {
      return [
        line(`component.${key(id)}.source = ${quoted(source)}`),
        line(`component.${id}.description = "a # b"`),
      ]
    }
    if (form === 1) return [line(`[component]`), line(`${key(id)} = { source = ${quoted(source)} }`)]
    const tables = random.oneIn(2) ? [line(`[component.${key(id)}.build]`), line('command = "make"')] : []
    const table = [line(`[component.${key(id)}]`), line(`source   =  ${quoted(source)}`), ...more]
    return form === 2 && tables.length > 0 ? [...tables, ...table] : [...table, ...tables]
  })
  // Lines without a header come first, and a table has one header.
  const isHeadless = (lines) => !/^\s*\[/m.test(lines.join('\n'))
  const [headless, others] = [components.filter(isHeadless), components.filter((lines) => !isHeadless(lines))]
  const named = new Set()
  const headed = others.map((lines) => {
    const isShared = /^\[component\]/m.test(lines.join('\n'))
    if (!isShared || (headless.length === 0 && !named.has('component'))) {
      if (isShared) named.add('component')
      return lines
    }
    const at = apps[components.indexOf(lines)]
    return [line(`[component.${at.id}]`), line(`source = ${quoted(at.file)}`)]
  })
  const triggers = apps.map(({ id }, index) => [
    line('[[trigger.http]]'),
    line(`route = "/${index}/..."`),
    line(`component = ${quoted(id)}`),
  ])
  const application = random.oneIn(2)
    ? [line('[application]'), line('name = "oracle"')]
    : [line('[application]'), line('"name" = """oracle"""'), line('version = "1.0.0"')]
  const variables = random.oneIn(3) ? [[line('[variables]'), line('other = { default = "x" }')]] : []
  const tables = [application, ...headed, ...triggers, ...variables]
  const text = [
    line('spin_manifest_version = 2'),
    ...headless.flat(),
    ...tables.flatMap((lines) => [gap(), ...lines]),
  ].join('\n')
  return random.oneIn(4) ? `${text.replaceAll('\n', '\r\n')}\r\n` : random.oneIn(2) ? `${text}\n` : text
}
