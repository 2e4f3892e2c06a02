import { builtinModules } from 'node:module'
import { AirlockError, toKebabCase } from '@wasm-airlock/shared'

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
  const found = reasonAgainst(name)
  if (found === undefined) return
  const [reason, hint] = found
  throw new AirlockError('usage-invalid', `${name} cannot be the name of a project: ${reason}.`, {
    item: name,
    hint,
  })
}

function reasonAgainst(name: string): readonly [reason: string, hint: string] | undefined {
  const kebab = toKebabCase(name)
  const isUsable = kebab !== undefined && kebab.length <= maximumLength && !isReserved(kebab)
  const useKebab = `Use kebab-case: \`${isUsable ? kebab : 'my-project'}\`.`
  if (!kebabCase.test(name))
    return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(name)
      ? ['a word of it begins with a digit, which Spin and WIT do not take', useKebab]
      : ['it is not in kebab-case', useKebab]
  if (name.length > maximumLength)
    return [`it is longer than ${maximumLength} characters`, 'Use a shorter one.']
  const another = `The name is reserved. Use another: \`my-${name}\`.`
  if (device.test(name)) return ['Windows has a device of this name', another]
  if (builtinModules.includes(name)) return ['Node.js has a module of this name', another]
  return undefined
}

function isReserved(name: string): boolean {
  return device.test(name) || builtinModules.includes(name)
}
