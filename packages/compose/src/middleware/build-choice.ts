import { AirlockError } from '@wasm-airlock/shared'
import { parseWat } from '@wasm-airlock/wac'
import type { MiddlewareInterface } from './build-chain.ts'
import { readInterface } from './read-interface.ts'
import { variables, writeChooser } from './variables.ts'
import { createAbi, writeCall, writeMiddleware, writeResultArea } from './write-middleware.ts'

const maximumLinks = 100

/**
 * A component that calls one of the links `link0`, `link1`, …, as a Spin variable says.
 *
 * It imports them, each with the interface, and `fermyon:spin/variables@2.0.0`, and exports the interface. Every
 * call asks for the variable anew. A value that is none of the names, and an error, is a trap.
 *
 * @param source The interface.
 * @param names What the variable may be, in the order of the links: 1 to 100 different names.
 * @param variable Name of the variable.
 * @returns The component.
 * @throws AirlockError `middleware-unsupported`, with the functions that cannot be handed on, and why, in
 * `details.unsupported`; `usage-invalid` for other names.
 */
export async function buildChoice(
  source: MiddlewareInterface,
  names: readonly string[],
  variable: string,
): Promise<Uint8Array> {
  if (names.length < 1 || names.length > maximumLinks)
    throw new AirlockError('usage-invalid', `A choice has 1 to ${maximumLinks} names, not ${names.length}.`)
  const [twice] = names.filter((name, index) => names.indexOf(name) !== index)
  if (twice !== undefined)
    throw new AirlockError('usage-invalid', `A choice has the name \`${twice}\` twice.`, { item: twice })
  const read = readInterface(source)
  const abi = createAbi(read)
  const chooser = writeChooser(names, variable)
  const text = writeMiddleware(read, abi, {
    links: names.length,
    data: chooser.data,
    ...variables,
    helpers: () => [chooser.code],
    body: (func, index, signature) => {
      const branches = names.map(
        (_, link) =>
          `(if (i32.eq (local.get $choice) (i32.const ${link}))
            (then (return ${writeReturned(writeCall(link, index, signature), signature.resultInMemory)})))`,
      )
      return `(local $choice i32)
        (local.set $choice (call $choose))
        ${writeResultArea(func, abi, signature)}
        ${branches.join('\n')}
        unreachable`
    },
  })
  return parseWat(text, { path: 'middleware.wat' })
}

function writeReturned(call: string, resultInMemory: boolean): string {
  return resultInMemory ? `(local.get $result) ${call}` : call
}
