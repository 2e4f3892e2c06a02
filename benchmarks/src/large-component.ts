/** Number as LEB128. */
function leb128(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb128(value >>> 7)]
}

/** Reads, adds, branches and calls, as compiled code does; 1000 bytes long. */
const BODY = (() => {
  const step = [
    ...[0x20, 0, 0x28, 2, 8], // local.get 0, i32.load offset=8
    ...[0x41, 0xe4, 0, 0x6a, 0x22, 1], // i32.const 100, i32.add, local.tee 1
    ...[0x04, 0x40, 0x20, 1, 0x10, 0, 0x1a, 0x0b], // if, local.get 1, call 0, drop, end
    ...[0x20, 1, 0x21, 0], // local.get 1, local.set 0
  ]
  const steps = Array.from({ length: Math.floor(990 / step.length) }, () => step).flat()
  const body = [1, 1, 0x7f, ...steps, 0x20, 0, 0x0b]
  return [...leb128(body.length), ...body]
})()

const SEGMENT = 64 * 1024

/**
 * A component with one more core module at its end, half of it functions, half of it data, so that the whole has
 * about as many bytes as wanted.
 */
export function enlarge(component: Uint8Array, size: number): Uint8Array {
  const half = Math.max(0, size - component.length) / 2
  const functions = Math.ceil(half / BODY.length)
  const segments = Math.ceil(half / SEGMENT)

  const code = section(10, leb128(functions), repeat(BODY, functions))
  const segment = new Uint8Array(SEGMENT + 4)
  segment.set([1, ...leb128(SEGMENT)])
  segment.fill(0x2e, 4)
  const module = concat([
    [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    section(1, [1, 0x60, 1, 0x7f, 1, 0x7f]), // (func (param i32) (result i32))
    section(3, leb128(functions), new Uint8Array(functions)),
    section(5, [1, 0, 1]),
    code,
    section(11, leb128(segments), repeat(segment, segments)),
  ])
  return concat([component, section(1, module)])
}

function section(id: number, ...parts: readonly ArrayLike<number>[]): Uint8Array {
  const content = concat(parts)
  return concat([[id, ...leb128(content.length)], content])
}

function repeat(part: ArrayLike<number>, times: number): Uint8Array {
  const all = new Uint8Array(part.length * times)
  for (let index = 0; index < times; index += 1) all.set(part, index * part.length)
  return all
}

function concat(parts: readonly ArrayLike<number>[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
