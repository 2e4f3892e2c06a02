import { AirlockError } from '@wasm-airlock/shared'
import type { WitResolution } from './wit-resolution.ts'

/** A world of a WIT package. */
export interface ChosenWorld {
  readonly name: string
  /** Where it stands in `worlds`. */
  readonly index: number
  /** Would it be chosen without its name, too? */
  readonly isOnly: boolean
}

/**
 * Chooses a world of a WIT package to build a component for.
 *
 * @param resolution What `resolveWit` returned.
 * @param wanted Its name. @default the only one that exports something, else the only one
 * @throws AirlockError `world-unknown` with the names of all worlds.
 */
export function chooseWorld(resolution: WitResolution, wanted?: string): ChosenWorld {
  const worlds = Object.entries(resolution.packages[resolution.package]?.worlds ?? {}).map(
    ([name, index]) => ({ name, index }),
  )
  const exporting = worlds.filter(({ index }) => hasExports(resolution, index))
  const meant = exporting.length === 0 && worlds.length === 1 ? worlds : exporting
  const [chosen, another] = wanted === undefined ? meant : worlds.filter(({ name }) => name === wanted)
  if (chosen !== undefined && another === undefined)
    return { ...chosen, isOnly: meant.length === 1 && meant[0] === chosen }
  const names = worlds.map(({ name }) => name)
  const known = names.length === 0 ? 'The WIT package has no world' : `Its worlds are ${names.join(', ')}`
  throw new AirlockError(
    'world-unknown',
    wanted === undefined
      ? `The WIT package does not say which world is meant. ${known}.`
      : `The WIT package has no world ${wanted}. ${known}.`,
    { ...(wanted === undefined ? {} : { item: wanted }), details: { worlds: names } },
  )
}

function hasExports(resolution: WitResolution, index: number): boolean {
  return Object.keys(resolution.worlds[index]?.exports ?? {}).length > 0
}
