import type { Inspection } from '@wasm-airlock/wac'
import type { Input } from '../check/check-inputs.ts'
import type { Socket } from '../match/sockets.ts'

/** A component that is composed. */
export interface Part {
  readonly component: Uint8Array
  /** What is composed and validated first: its outline where it was validated before, else the component itself. */
  readonly standIn: Uint8Array
  readonly inspection: Inspection
}

/** What a document composes, by the names that it uses: `component:pirate`. */
export type Parts = Readonly<Record<string, Part>>

/** One that is validated as a part of what is composed. */
export function wholePart({ component, inspection }: Pick<Socket, 'component' | 'inspection'>): Part {
  return { component, standIn: component, inspection }
}

/** One that was validated before. */
export function inspectedPart({ component, outline, inspection }: Input): Part {
  return { component, standIn: outline, inspection }
}

/**
 * May what is composed of them hold more than an inspection reads of one component? Half of it is enough for a
 * yes.
 */
export function areMany(parts: Parts): boolean {
  const inspections = Object.values(parts).map(({ inspection }) => inspection)
  const sum = (count: (inspection: Inspection) => number) =>
    inspections.reduce((total, inspection) => total + count(inspection), 0)
  return (
    sum(({ modules }) => modules) > 500 ||
    sum(({ components }) => components) > 500 ||
    sum(({ memories }) => memories.length) > 50 ||
    sum(({ names }) => names.length) > 50_000 ||
    sum(({ types }) => types.length) > 25_000
  )
}
