import { builtinModules } from 'node:module'
import { AirlockError } from '@wasm-airlock/shared'

/** Words of lower-case letters and digits, each with a letter first: what Spin, npm and WIT all take. */
const kebabCase = /^[a-z][a-z0-9]*(-[a-z][a-z0-9]*)*$/

/** In every folder they mean a device, on Windows. */
const device = /^(con|prn|aux|nul|com\d|lpt\d)$/

const maximumLength = 64

/**
 * Is this the name of a new project: of a folder, an npm package and a component of Spin?
 *
 * @throws AirlockError `usage-invalid` with the reason.
 */
export function checkProjectName(name: string): void {
  const reason = reasonAgainst(name)
  if (reason === undefined) return
  throw new AirlockError('usage-invalid', `${name} cannot be the name of a project: ${reason}.`, {
    item: name,
    hint: 'Use kebab-case: `my-project`.',
  })
}

function reasonAgainst(name: string): string | undefined {
  if (!kebabCase.test(name)) return 'it is not in kebab-case'
  if (name.length > maximumLength) return `it is longer than ${maximumLength} characters`
  if (device.test(name)) return 'Windows has a device of this name'
  if (builtinModules.includes(name)) return 'Node.js has a module of this name'
  return undefined
}
