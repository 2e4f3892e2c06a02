// Which function stands beside which decides how well a module compresses: gzip looks back 32 KiB. So each function
// is followed by the one that is most like it: 5 % less. wasm-opt sorts by name, so this gives each function a name
// that says where it belongs; without `-g` wasm-opt leaves the names out again.

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
  const bodies = readVector(sections.get(10), (bytes, start) => {
    const [length, body] = readLeb(bytes, start)
    return [bytes.subarray(body, body + length), body + length]
  })
  const names = []
  for (const [place, index] of chainByLikeness(types, bodies).entries()) {
    names[index] = String(place).padStart(7, '0')
  }
  return Buffer.concat([module, nameSection(names)])
}

/** Runs of this many bytes are what two bodies are compared by. */
const RUN = 4
/** A run that more bodies than this have in common says nothing of two of them. */
const COMMON = 150
/** Below this share of common runs, the next body is the next one by type and length. */
const ALIKE = 0.08

/**
 * A chain in which each body is followed by the one that has most in common with it.
 *
 * @returns {number[]} Indexes of the bodies.
 */
function chainByLikeness(types, bodies) {
  const runs = bodies.map(runsOf)
  const holders = new Map()
  for (const [index, set] of runs.entries()) {
    for (const run of set) {
      const known = holders.get(run)
      if (known === undefined) holders.set(run, [index])
      else known.push(index)
    }
  }
  const plain = bodies.map((_, index) => index)
  plain.sort((a, b) => types[a] - types[b] || bodies[a].length - bodies[b].length || a - b)
  const placed = new Set()
  for (let at = 0, current = plain[0]; ; ) {
    placed.add(current)
    const next = mostAlike(runs[current], placed, runs, holders)
    while (at < plain.length && placed.has(plain[at])) at++
    if (at === plain.length) return [...placed]
    current = next ?? plain[at]
  }
}

function mostAlike(wanted, placed, runs, holders) {
  const common = new Map()
  for (const run of wanted) {
    const known = holders.get(run)
    if (known.length >= COMMON) continue
    for (const index of known) if (!placed.has(index)) common.set(index, (common.get(index) ?? 0) + 1)
  }
  let best
  let most = ALIKE
  for (const [index, count] of common) {
    const share = count / (runs[index].size + 30)
    if (share > most || (share === most && index < best)) [best, most] = [index, share]
  }
  return best
}

function runsOf(body) {
  const runs = new Set()
  for (let at = 0; at + RUN <= body.length; at++) runs.add(body.toString('latin1', at, at + RUN))
  return runs
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
