// Manifests as different people write them: every form that TOML has for the same thing, and comments everywhere.

/**
 * @param {readonly import('./cases.mjs').App[]} apps
 * @returns The text; each comment is there once.
 */
export function writeManifest(random, apps) {
  let notes = 0
  const note = () => (random.oneIn(2) ? ` # note ${notes++}` : '')
  const line = (text) => `${random.oneIn(3) ? `# note ${notes++}\n` : ''}${text}${note()}`
  const gap = () => (random.oneIn(2) ? '\n' : '')
  const quoted = (text) => (random.oneIn(3) ? `'${text}'` : `"${text}"`)
  const key = (text) => (random.oneIn(4) ? `"${text}"` : text)

  const fieldsOf = ({ file, own }) => [
    ['source', quoted(random.oneIn(4) ? `./${file}` : file)],
    ...(own === null ? [] : [['dependencies', printDependency(own)]]),
    ...(own?.inherits === 'none' ? [['dependencies_inherit_configuration', 'false']] : []),
    ...(random.oneIn(3) ? [['description', '"a # b"']] : []),
  ]
  const printDependency = ({ key, path, inherits }) =>
    `{ "${key}" = { path = ${quoted(path)}${inherits === 'each' ? ', inherit_configuration = true' : ''} } }`
  const writeTable = (app) => {
    const fields = fieldsOf(app).map(([name, value]) => line(`${name}   =  ${value}`))
    const hosts = line('allowed_outbound_hosts = [ "https://example.com", # note of a list\n  ]')
    const table = [line(`[component.${key(app.id)}]`), ...fields, ...(random.oneIn(2) ? [hosts] : [])]
    const build = random.oneIn(2) ? [line(`[component.${key(app.id)}.build]`), line('command = "make"')] : []
    return random.oneIn(2) ? [...build, ...table] : [...table, ...build]
  }
  const writeInline = (app) => {
    const fields = fieldsOf(app).map(([name, value]) => `${name} = ${value}`)
    return line(`${key(app.id)} = { ${fields.join(', ')} }`)
  }
  const writeDotted = (app) => {
    const id = key(app.id)
    return fieldsOf(app).map(([name, value]) => line(`component.${id}.${name} = ${value}`))
  }

  // Either lines before all headers say something of components, or a header of all of them does.
  const isDotted = random.oneIn(2)
  const short = apps.filter(() => random.oneIn(3))
  const long = apps.filter((app) => !short.includes(app)).map(writeTable)
  const inline = !isDotted && short.length > 0 ? [[line('[component]'), ...short.map(writeInline)]] : []
  const triggers = apps.map(({ id }, index) => [
    line('[[trigger.http]]'),
    line(`route = "/${index}/..."`),
    line(`component = ${quoted(id)}`),
  ])
  const application = random.oneIn(2)
    ? [line('[application]'), line('name = "oracle"')]
    : [line('[application]'), line('"name" = """oracle"""'), line('version = "1.0.0"')]
  const variables = random.oneIn(3) ? [[line('[variables]'), line('other = { default = "x" }')]] : []
  const tables = [application, ...inline, ...long, ...triggers, ...variables]
  const text = [
    line('spin_manifest_version = 2'),
    ...(isDotted ? short.flatMap(writeDotted) : []),
    ...tables.flatMap((lines) => [gap(), ...lines]),
  ].join('\n')
  return random.oneIn(4) ? `${text.replaceAll('\n', '\r\n')}\r\n` : random.oneIn(2) ? `${text}\n` : text
}
