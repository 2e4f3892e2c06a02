import { COMPONENT_HEADER, encodeU32, hasHeader, Pieces, readSections } from './binary.ts'

/** A skeleton, and the bytes in whose place it stands. */
export interface Replacement {
  readonly skeleton: Uint8Array
  readonly whole: Uint8Array
}

const COMPONENT = 4

/**
 * Puts whole components in the place of their skeletons: a composition contains each as one section.
 *
 * @param composed What was composed of skeletons.
 * @param replacements Skeletons, no two of them equal.
 * @returns The composition of the whole components; `undefined` where it contains a component that is none
 * of the skeletons, which a composition of nothing else does not.
 */
export function spliceComponents(
  composed: Uint8Array,
  replacements: readonly Replacement[],
): Uint8Array | undefined {
  if (!hasHeader(composed, 0, composed.length, COMPONENT_HEADER)) return undefined
  const pieces = new Pieces()
  let keptFrom = 0
  for (const section of readSections(composed, 0, composed.length)) {
    if (section === undefined) return undefined
    if (section.id !== COMPONENT) continue
    const content = composed.subarray(section.content, section.end)
    const replacement = replacements.find(({ skeleton }) => areEqual(skeleton, content))
    if (replacement === undefined) return undefined
    pieces.push(composed.subarray(keptFrom, section.start + 1))
    pieces.push(encodeU32(replacement.whole.length))
    pieces.push(replacement.whole)
    keptFrom = section.end
  }
  pieces.push(composed.subarray(keptFrom))
  return pieces.join()
}

/** From the end, where the marks of skeletons are. */
function areEqual(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false
  for (let index = left.length - 1; index >= 0; index--) {
    if (left[index] !== right[index]) return false
  }
  return true
}
