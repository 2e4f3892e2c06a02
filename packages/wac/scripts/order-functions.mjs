// Which function stands beside which decides how well a module compresses: gzip looks back 32 KiB. Neighbours of
// one type and of about one length are most alike. wasm-opt sorts by name, so this gives each function a name that
// says where it belongs; without `-g` wasm-opt leaves the names out again.

/**
 * Names each function of a module by its place in the order in which the module compresses best.
 *
 * @param {Uint8Array} module A core module without imports and without names.
 * @returns {Uint8Array} The module with a `name` section, to be sorted by `wasm-opt --reorder-functions-by-name`.
 */
export function nameByLikeness(module) {
  const sections = new Map(readSections(module))
  if (sections.has(2)) throw new Error('the module has imports, so its functions do not begin at 0')
  const types = readVector(sections.get(3), readLeb)
  const lengths = readVector(sections.get(10), (bytes, start) => {
    const [length, body] = readLeb(bytes, start)
    return [length, body + length]
  })
  const names = types.map((type, index) =>
    [type, lengths[index], index].map((key) => String(key).padStart(7, '0')).join(' '),
  )
  return Buffer.concat([module, nameSection(names)])
}

function* readSections(bytes) {
  for (let at = 8; at < bytes.length; ) {
    const [length, start] = readLeb(bytes, at + 1)
    yield [bytes[at], bytes.subarray(start, start + length)]
    at = start + length
  }
}

function readLeb(bytes, start) {
  let value = 0
  for (let at = start, shift = 0; ; at++, shift += 7) {
    value += (bytes[at] & 0x7f) * 2 ** shift
    if (bytes[at] < 0x80) return [value, at + 1]
  }
}

function readVector(bytes, readItem) {
  const [count, start] = readLeb(bytes, 0)
  const items = []
  for (let at = start; items.length < count; ) {
    const [item, next] = readItem(bytes, at)
    items.push(item)
    at = next
  }
  return items
}

function leb(value) {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)]
}

function sized(bytes) {
  return Buffer.concat([Buffer.from(leb(bytes.length)), bytes])
}

/** The custom section `name` with the names of functions. */
function nameSection(names) {
  const map = [Buffer.from(leb(names.length))]
  for (const [index, name] of names.entries()) map.push(Buffer.from(leb(index)), sized(Buffer.from(name)))
  const content = Buffer.concat([sized(Buffer.from('name')), Buffer.from([1]), sized(Buffer.concat(map))])
  return Buffer.concat([Buffer.from([0]), sized(content)])
}
