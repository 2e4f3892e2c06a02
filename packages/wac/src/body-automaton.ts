/**
 * The framing of instructions as a finite automaton: a state and a byte give the next state. It takes one
 * look-up a byte and no decision, so that four bodies are read side by side, while the processor waits for
 * none of them; reading instruction by instruction, it mostly waits for what it guessed wrong.
 *
 * It knows less than `isPlainBody` and nothing else: what it accepts is plain, the rest is to be looked at.
 */
import { buildTransitions, OPCODE } from './instruction-states.ts'

/** Made when first needed: 80 KB, of which few are in use. */
let transitions: Uint16Array | undefined

/**
 * Finds the bodies that may not be plain.
 *
 * @param bytes A core module.
 * @param starts Where the instructions of each body begin, behind its locals.
 * @param ends Where each body ends.
 * @returns The places of the bodies that the automaton does not accept, in no order.
 */
export function findSuspects(bytes: Uint8Array, starts: Int32Array, ends: Int32Array): number[] {
  transitions ??= buildTransitions()
  const table = transitions
  const suspects: number[] = []
  const bodies = new Int32Array(4)
  const places = new Int32Array(4)
  const states = new Int32Array(4)
  let next = 0
  const begin = (lane: number) => {
    bodies[lane] = next
    places[lane] = starts[next] ?? 0
    states[lane] = OPCODE
    next += 1
  }
  const leftOf = (lane: number) => (ends[bodies[lane] as number] ?? 0) - (places[lane] as number)
  for (let lane = 0; lane < 4; lane++) begin(lane)
  // The bodies begin in order, so once one that is not there has begun, no four are left.
  while (next <= starts.length) {
    const steps = Math.min(leftOf(0), leftOf(1), leftOf(2), leftOf(3))
    readSideBySide(bytes, table, places, states, steps)
    for (let lane = 0; lane < 4; lane++) {
      if (leftOf(lane) > 0) continue
      if (states[lane] !== OPCODE) suspects.push(bodies[lane] as number)
      begin(lane)
    }
  }
  for (let lane = 0; lane < 4; lane++) {
    const body = bodies[lane] as number
    if (body >= starts.length) continue
    let state = states[lane] as number
    const end = ends[body] as number
    for (let at = places[lane] as number; at < end; at++)
      state = table[state | (bytes[at] as number)] as number
    if (state !== OPCODE) suspects.push(body)
  }
  return suspects
}

/** A function of its own, so that the engine soon finds it worth compiling. */
function readSideBySide(
  bytes: Uint8Array,
  table: Uint16Array,
  places: Int32Array,
  states: Int32Array,
  steps: number,
): void {
  let [p0, p1, p2, p3] = [places[0] as number, places[1] as number, places[2] as number, places[3] as number]
  let [s0, s1, s2, s3] = [states[0] as number, states[1] as number, states[2] as number, states[3] as number]
  for (let step = 0; step < steps; step++) {
    s0 = table[s0 | (bytes[p0++] as number)] as number
    s1 = table[s1 | (bytes[p1++] as number)] as number
    s2 = table[s2 | (bytes[p2++] as number)] as number
    s3 = table[s3 | (bytes[p3++] as number)] as number
  }
  places[0] = p0
  places[1] = p1
  places[2] = p2
  places[3] = p3
  states[0] = s0
  states[1] = s1
  states[2] = s2
  states[3] = s3
}
