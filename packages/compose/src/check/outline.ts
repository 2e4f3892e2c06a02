import { buildSkeleton, type Skeleton } from '@wasm-airlock/wac'

/**
 * What a component is from outside: one that imports and exports the same, without what its core modules hold.
 * That it is valid says nothing about those.
 *
 * @returns Its bytes, and where in the component a place in them is. What is no component stays as it is.
 */
export function outlineOf(component: Uint8Array): Pick<Skeleton, 'bytes' | 'locate'> {
  // Without the code first: a stub of the whole would be preceded by a look at all of it.
  const skeleton = buildSkeleton(component, { worth: 1 })
  const stub = skeleton === undefined ? undefined : buildSkeleton(skeleton.bytes, { stubs: true })
  if (skeleton === undefined || stub === undefined) return { bytes: component, locate: (offset) => offset }
  return { bytes: stub.bytes, locate: (offset) => skeleton.locate(stub.locate(offset)) }
}
