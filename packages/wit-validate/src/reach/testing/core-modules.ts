const CORE_MODULE = 1
const COMPONENT = 4

/** The core modules of a valid component, in the order in which they are written down. */
export function findCoreModules(component: Uint8Array): Uint8Array[] {
  const found: Uint8Array[] = []
  for (let at = 8; at < component.length; ) {
    const id = component[at++]
    let length = 0
    for (let shift = 0; ; shift += 7) {
      const byte = component[at++] as number
      length |= (byte & 0x7f) << shift
      if (byte < 0x80) break
    }
    const content = component.subarray(at, at + length)
    if (id === CORE_MODULE) found.push(content)
    if (id === COMPONENT) found.push(...findCoreModules(content))
    at += length
  }
  return found
}
