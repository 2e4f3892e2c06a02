import { BinaryReader } from './reader.ts'
import { COMPONENT_SECTION } from './section-ids.ts'

const HEADER_BYTES = 8

/** A section, and where in the binary it stands. */
export interface PlacedSection {
  /** As in {@link Inspection}: `component`, `module 0`, `component 1 / module 2`. */
  readonly where: string
  readonly layer: 'module' | 'component'
  /** Components that it is inside of. */
  readonly depth: number
  readonly id: number
  /** The first byte of its content, and the one behind the last. */
  readonly content: number
  readonly end: number
  /** How the module or component is called that it holds; not there where it holds none. */
  readonly inner: string | undefined
}

interface Frame {
  readonly where: string
  readonly layer: PlacedSection['layer']
  readonly depth: number
  readonly reader: BinaryReader
  modules: number
  components: number
}

/** Is it a component, by its first bytes? */
export function isComponent(bytes: Uint8Array): boolean {
  return hasHeader(bytes, [0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0])
}

export function isCoreModule(bytes: Uint8Array): boolean {
  return hasHeader(bytes, [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0])
}

function hasHeader(bytes: Uint8Array, header: readonly number[]): boolean {
  return bytes.length >= HEADER_BYTES && header.every((byte, index) => bytes[index] === byte)
}

/**
 * All sections of a binary in their order, those of the modules and components inside of it too, each of these
 * behind the section that holds it. Nothing is copied, and nothing recurses: it may be nested as deep as it likes.
 *
 * @throws RangeError at the first section that is not whole. A module or component inside whose header is
 * another one is passed over.
 */
export function* walkSections(bytes: Uint8Array): Generator<PlacedSection> {
  const layer = isComponent(bytes) ? 'component' : 'module'
  const frames: Frame[] = []
  const enter = (where: string, layer: Frame['layer'], depth: number, start: number, end: number) => {
    const header = bytes.subarray(start, end)
    if (layer === 'component' ? !isComponent(header) : !isCoreModule(header)) return
    const reader = new BinaryReader(bytes, start + HEADER_BYTES, end)
    frames.push({ where, layer, depth, reader, modules: 0, components: 0 })
  }
  enter(layer, layer, layer === 'component' ? 1 : 0, 0, bytes.length)
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const { where, layer, depth, reader } = frame
    if (reader.done) {
      frames.pop()
      continue
    }
    const id = reader.byte()
    const length = reader.number()
    const content = reader.at
    reader.skip(length)
    const inner = nameInner(frame, id)
    yield { where, layer, depth, id, content, end: reader.at, inner }
    if (inner === undefined) continue
    if (id === COMPONENT_SECTION.coreModule) enter(inner, 'module', depth, content, reader.at)
    else enter(inner, 'component', depth + 1, content, reader.at)
  }
}

function nameInner(frame: Frame, id: number): string | undefined {
  if (frame.layer === 'module') return undefined
  if (id === COMPONENT_SECTION.coreModule) return inside(frame.where, 'module', frame.modules++)
  return id === COMPONENT_SECTION.component ? inside(frame.where, 'component', frame.components++) : undefined
}

/** What lies in the outermost component is not prefixed. */
function inside(where: string, kind: string, index: number): string {
  return where === 'component' ? `${kind} ${index}` : `${where} / ${kind} ${index}`
}
