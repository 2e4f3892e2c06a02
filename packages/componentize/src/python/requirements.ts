import { AirlockError } from '@wasm-airlock/shared'

/** One requirement by name; the only form that is installed. */
export interface Requirement {
  readonly name: string
  /** As it is handed to pip: name, extras, versions, marker and hashes. */
  readonly line: string
}

const NAME = '[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?'
const VERSION = '(?:===|==|~=|!=|<=|>=|<|>)\\s*[A-Za-z0-9.*+!_-]+'
const REQUIREMENT = new RegExp(
  `^(${NAME})\\s*(?:\\[\\s*${NAME}(?:\\s*,\\s*${NAME})*\\s*\\])?` +
    `\\s*(?:\\(?\\s*${VERSION}(?:\\s*,\\s*${VERSION})*\\s*\\)?)?` +
    '\\s*(?:;[\\sA-Za-z0-9_.\'"<>=!~(),]*)?$',
)
const HASH = /\s--hash=sha(?:256|384|512):[0-9a-f]+/g

/**
 * Reads a requirements file strictly: names with versions, markers and hashes. Options, paths, URLs,
 * version control and variables are refused, because pip would follow them.
 *
 * @param name The file as the user knows it.
 * @throws AirlockError `dependency-refused` that names the line.
 */
export function parseRequirements(text: string, name: string): Requirement[] {
  const requirements: Requirement[] = []
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/)
  for (let index = 0; index < lines.length; index += 1) {
    const first = index + 1
    let line = lines[index] ?? ''
    while (line.endsWith('\\') && index + 1 < lines.length) {
      index += 1
      line = `${line.slice(0, -1)} ${lines[index]?.trim() ?? ''}`
    }
    line = line.replace(/(^|\s)#.*$/, '').trim()
    if (line === '') continue
    const hashes = line.match(HASH) ?? []
    const match = REQUIREMENT.exec(line.replace(HASH, '').trim())
    if (match === null)
      throw new AirlockError('dependency-refused', `${name}:${first}: ${line} is not a plain requirement.`, {
        item: line,
        hint: 'Name packages of the index with versions only: no options, URLs, paths or variables.',
        details: { file: name, line: first },
      })
    requirements.push({ name: match[1] as string, line: [match[0].trim(), ...hashes].join('') })
  }
  return requirements
}
