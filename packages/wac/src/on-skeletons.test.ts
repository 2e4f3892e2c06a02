import { AirlockError } from '@wasm-airlock/shared'
import { expect, it } from 'vitest'
import { plugText, socketText } from './fixtures.ts'
import { parseWat } from './index.ts'
import { callOnSkeletons, type SkeletonRun } from './on-skeletons.ts'
import { callToolchain } from './toolchain.ts'

const ROUNDS = Number(process.env.WAC_SKELETON_ROUNDS ?? 300)
const number = 'test:dep/number@1.0.0'
const options = { connect: [], feed: false, dropUnmatched: false, renameExports: [] }

/** Bodies, data and custom sections enough for a mutation to hit them, with a connection beside them. */
const FILLER = `(core module (memory 1) (table 4 funcref) (global i32 (i32.const 4)) (elem (i32.const 0) func 0 1)
  (@custom "notes" "a note that is long enough")
  (func (param i32 i64) (result i32) (local f64 v128)
    block (result i32)
      local.get 1 i64.eqz if (result i32) i32.const 300 else local.get 0 i32.load offset=1000 end
      i32.const 5 local.get 0 br_if 0 drop loop i32.const 1 br_table 0 0 end
    end)
  (func (result i64) unreachable ref.as_non_null drop i64.const 5)
  (func (export "g") i32.const 0 i32.const 0 i32.const 1 memory.init 1 data.drop 1)
  (data (i32.const 8) "some data that is long") (data "and passive data") (data (i32.const 99) ""))`

const socketBytes = async () => parseWat(socketText({ [number]: 'number' }).replace(/\)$/, `${FILLER})`))
const plugBytes = async () =>
  parseWat(plugText({ [number]: 'number' }).replace(/\)$/, `(component ${FILLER}) ${FILLER})`))

interface Outcome {
  readonly bytes?: readonly number[]
  readonly text?: string
  readonly error?: unknown
}

/** Runs an operation on the whole and by skeletons, and says whether the skeletons were enough. */
async function both<T>(
  components: readonly Uint8Array[],
  run: Parameters<typeof callOnSkeletons<T>>[2],
  finish: (skeletonRun: SkeletonRun<T>) => T | undefined,
  settings: { readonly marked?: boolean; readonly validated?: boolean } = {},
): Promise<{ readonly whole: Outcome; readonly skeletons: Outcome; readonly quick: boolean }> {
  let quick = false
  const whole = await outcomeOf(
    callToolchain('component-malformed', (toolchain) => run(toolchain, components)),
  )
  const skeletons = await outcomeOf(
    callOnSkeletons(
      'component-malformed',
      components,
      run,
      (skeletonRun) => {
        const finished = finish(skeletonRun)
        quick = finished !== undefined
        return finished
      },
      { ...settings, worth: 0 },
    ),
  )
  return { whole, skeletons, quick }
}

async function outcomeOf(work: Promise<unknown>): Promise<Outcome> {
  try {
    const value = await work
    if (value instanceof Uint8Array) return { bytes: [...value] }
    return { text: String(value) }
  } catch (error) {
    if (!(error instanceof AirlockError)) throw error
    return { error: { code: error.code, message: error.message, details: error.details } }
  }
}

const plugging = (components: readonly Uint8Array[]) =>
  both(
    components,
    (toolchain, [socket = new Uint8Array(), ...plugs]) =>
      toolchain.plug(
        socket,
        plugs.map((component) => ({ name: 'p', component })),
        options,
      ).component,
    ({ result, splice }) => splice(result),
  )

const inspecting = (components: readonly Uint8Array[]) =>
  both(
    components,
    (toolchain, [bytes = new Uint8Array()]) => toolchain.inspect(bytes),
    ({ result, areBodiesValid }) =>
      JSON.parse(result).invalid === null && areBodiesValid() ? result : undefined,
    { marked: false },
  )

const CHAIN = `package t:out;
  let p = new t:plug { ... };
  let s = new t:socket { "${number}": p["${number}"], ... };
  export s...;`
/** Two packages of the same bytes. */
const TWINS = `package t:out;
  let a = new t:socket { ... };
  let b = new t:plug { ... };
  export a["${number}"] as a;
  export b["${number}"] as b;`

const composing = (components: readonly Uint8Array[], define: boolean, validate: boolean, source = CHAIN) =>
  both(
    components,
    (toolchain, [socket = new Uint8Array(), plug = new Uint8Array()]) =>
      toolchain.composeDocument(
        { source, path: 'x.wac', colour: false },
        [
          { name: 't:socket', content: { tag: 'bytes', val: socket } },
          { name: 't:plug', content: { tag: 'bytes', val: plug } },
        ],
        define,
        validate,
      ),
    ({ result, splice }) => splice(result),
    { validated: validate && define },
  )

it('gives byte for byte what the whole components give', async () => {
  const components = [await socketBytes(), await plugBytes()]
  for (const outcome of [
    await plugging(components),
    await composing(
      [components[1] ?? new Uint8Array(), components[1] ?? new Uint8Array()],
      true,
      true,
      TWINS,
    ),
    await inspecting(components),
    await composing(components, true, true),
    await composing(components, true, false),
    await composing(components, false, true),
  ]) {
    expect(outcome.skeletons).toEqual(outcome.whole)
    expect(outcome.skeletons.error).toBeUndefined()
    expect(outcome.quick).toBe(true)
  }
})

it('leaves to the whole bytes what the engine does not accept', async () => {
  // Wide arithmetic is known to wasmparser alone.
  const wide = await parseWat(
    '(component (core module (func (result i64 i64) i64.const 1 i64.const 2 i64.mul_wide_u) (func nop nop nop nop)))',
  )
  const outcome = await inspecting([wide])
  expect(outcome).toMatchObject({ quick: false, whole: { text: expect.stringContaining('"invalid":null') } })
  expect(outcome.skeletons).toEqual(outcome.whole)
})

it('refuses an invalid body as the whole bytes do, and lets it pass where nothing is validated', async () => {
  const [socket, plug] = [await socketBytes(), await plugBytes()]
  const bad = plug.slice()
  const at = bad.findIndex(
    (_, index) => bad[index] === 0x41 && bad[index + 1] === 0xac && bad[index + 2] === 0x02,
  )
  expect(at).toBeGreaterThan(0)
  bad[at] = 0x42 // i64.const 300 where an i32 is wanted
  const refused = await composing([socket, bad], true, true)
  expect(refused).toMatchObject({ quick: false, whole: { error: { code: 'document-invalid' } } })
  expect(refused.skeletons).toEqual(refused.whole)
  const passed = await composing([socket, bad], true, false)
  expect(passed).toMatchObject({ quick: true, whole: { bytes: expect.anything() } })
  expect(passed.skeletons).toEqual(passed.whole)
})

it('says the same of mutated components', async () => {
  const originals = [await socketBytes(), await plugBytes()]
  let state = 20_264
  const random = (limit: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
  const tally = { quick: 0, valid: 0, refused: 0 }
  for (let round = 0; round < ROUNDS; round++) {
    const which = random(2)
    const components = originals.map((bytes, index) => (index === which ? mutate(bytes, random) : bytes))
    for (const outcome of [
      await plugging(components),
      await inspecting([components[which] ?? new Uint8Array()]),
      await composing(components, true, false),
    ]) {
      expect(outcome.skeletons, `round ${round}`).toEqual(outcome.whole)
      if (outcome.quick) tally.quick += 1
      if (outcome.whole.error === undefined) tally.valid += 1
      else tally.refused += 1
    }
  }
  expect(Math.min(...Object.values(tally))).toBeGreaterThan(ROUNDS / 10)
})

function mutate(bytes: Uint8Array, random: (limit: number) => number): Uint8Array {
  const mutated = bytes.slice()
  const at = random(mutated.length)
  const kind = random(8)
  if (kind === 0) return mutated.slice(0, at)
  if (kind <= 3) mutated[at] = random(256)
  else if (kind <= 6) mutated[at] = (mutated[at] ?? 0) ^ (1 << random(8))
  else mutated.copyWithin(at, random(mutated.length), random(mutated.length))
  return mutated
}
