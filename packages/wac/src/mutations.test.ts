import { AirlockError } from '@wasm-airlock/shared'
import { expect, it } from 'vitest'
import { plugText, socketText, worldFiles } from './fixtures.ts'
import {
  checkTargets,
  composeDocument,
  inspectComponent,
  parseWat,
  plugComponents,
  printWit,
  resolveWit,
} from './index.ts'

const ROUNDS = 300
const number = 'test:dep/number@1.0.0'
const source = `package t:out;
let p = new t:plug { ... };
let s = new t:socket { "${number}": p["${number}"], ... };
export s...;
record point { x: u32, y: list<string> }
interface i { resource r { constructor(a: u8); m: func() -> r; } g: func(a: string) -> option<u8>; }
`
const words = ['let', 'new', 'p', '...', '(', '}', '"a"', 't:plug', 'u8', 'list<', ';', ':', '/*', '%', '😀']

/** Numbers below `limit` that are the same in every run. */
function createRandom(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

const random = createRandom(20_261)

function mutateBytes(bytes: Uint8Array): Uint8Array {
  const mutated = bytes.slice()
  const at = random(mutated.length)
  const kind = random(4)
  if (kind === 0) return mutated.slice(0, at)
  if (kind === 1) mutated[at] = random(256)
  else if (kind === 2) mutated[at] = (mutated[at] ?? 0) ^ (1 << random(8))
  else mutated.copyWithin(at, random(mutated.length), random(mutated.length))
  return mutated
}

function mutateText(text: string): string {
  const tokens = text.split(/(\w+|[^\w\s])/)
  const word = words[random(words.length)] ?? ''
  tokens.splice(random(tokens.length), random(3), ...(random(2) === 0 ? [word] : []))
  return tokens.join('')
}

it('answers mutated input with a result or an error that has a code', async () => {
  const socket = await parseWat(socketText({ [number]: 'number' }))
  const plug = await parseWat(plugText({ [number]: 'number' }))
  const wit = worldFiles(`import test:dep/nothing@1.0.0; export ${number};`)
  const outcomes = new Set<string>()
  const attempt = async (work: Promise<unknown>): Promise<void> => {
    await work.then(
      () => outcomes.add('success'),
      (error: unknown) => outcomes.add(error instanceof AirlockError ? error.code : `unknown: ${error}`),
    )
  }
  for (let round = 0; round < ROUNDS; round++) {
    await attempt(inspectComponent(mutateBytes(plug)))
    await attempt(plugComponents(socket, [{ name: 'p', component: mutateBytes(plug) }]))
    await attempt(plugComponents(mutateBytes(socket), [{ name: 'p', component: plug }]))
    await attempt(checkTargets(mutateBytes(plug), wit))
    await attempt(printWit(mutateBytes(plug)))
    await attempt(
      composeDocument(mutateText(source), { packages: { 't:plug': plug, 't:socket': mutateBytes(socket) } }),
    )
    await attempt(resolveWit({ ...wit, 'world.wit': mutateText(wit['world.wit'] ?? '') }))
  }
  expect([...outcomes].sort()).toEqual([
    'component-malformed',
    'compose-failed',
    'document-invalid',
    'plug-unmatched',
    'success',
    'wit-invalid',
  ])
})
