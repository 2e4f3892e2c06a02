import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { encodeU32 } from './binary.ts'
import { plugText, socketText } from './fixtures.ts'
import { parseWat } from './index.ts'

const MIB = 1024 * 1024
const number = 'test:dep/number@1.0.0'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wac-memory-'))
  await writeFile(join(folder, 'socket'), pad(await parseWat(socketText({ [number]: 'number' })), 12 * MIB))
  await writeFile(join(folder, 'plug'), pad(await parseWat(plugText({ [number]: 'number' })), 18 * MIB))
})
afterAll(() => rm(folder, { recursive: true }))

/** Watches every Wasm memory of a fresh process; `settle` gives what is left of memory after a collection. */
const prelude = `
import { readFileSync } from 'node:fs'
const memories = []
const real = WebAssembly.instantiate
WebAssembly.instantiate = async (...parts) => {
  const instance = await real(...parts)
  if (instance.exports?.memory) memories.push(new WeakRef(instance.exports.memory))
  return instance
}
const wasmBytes = () => memories.reduce((sum, one) => sum + (one.deref()?.buffer.byteLength ?? 0), 0)
async function settle() {
  for (let round = 0; round < 5; round++) { await new Promise((done) => setTimeout(done, 20)); gc() }
  const { heapUsed, external } = process.memoryUsage()
  return { wasm: wasmBytes(), heap: heapUsed + external }
}
const { composeDocument, plugComponents, checkTargets, parseWat } = await import('@wasm-airlock/wac')
const [socket, plug] = ['socket', 'plug'].map((name) => readFileSync(process.env.FOLDER + '/' + name))
`

it('gives back all memory after 1,000 calls that fail', async () => {
  const { before, after, codes } = await inChild(`
const small = await parseWat('(component)')
const broken = plug.slice(0, 200_000)
const bad = [
  () => composeDocument('package a:b; let x = new t:c {};'),
  () => composeDocument('package a:b; let x = new t:c {', { packages: { 't:c': small } }),
  () => plugComponents(small, [{ name: 'p', component: small }]),
  () => plugComponents(small, [{ name: 'p', component: broken }]),
  () => checkTargets(small, { 'w.wit': 'package a:b; world w {' }),
]
const codes = {}
const fail = async (count) => {
  for (let call = 0; call < count; call++) {
    const { code } = await bad[call % bad.length]().then(() => ({ code: 'success' }), (error) => error)
    codes[code] = (codes[code] ?? 0) + 1
  }
}
// Large ones, too: an instance that has grown for its input is let go.
await plugComponents(plug, [{ name: 'p', component: socket }]).catch(() => {})
await fail(100)
const before = await settle()
await fail(1000)
await plugComponents(plug, [{ name: 'p', component: socket }]).catch(() => {})
await fail(10)
console.log(JSON.stringify({ before, after: await settle(), codes }))`)
  expect(codes).toEqual({
    'document-invalid': 444,
    'plug-unmatched': 222,
    'component-malformed': 222,
    'wit-invalid': 222,
  })
  expect(after.wasm).toBeLessThanOrEqual(before.wasm)
  expect(after.heap - before.heap).toBeLessThan(2 * MIB)
}, 60_000)

it('plugs with a peak of at most three times the input', async () => {
  const { idle, peak, input } = await inChild(`
const rss = () => process.memoryUsage().rss
const idle = process.resourceUsage().maxRSS * 1024 - socket.length - plug.length
const { component } = await plugComponents(socket, [{ name: 'p', component: plug }])
if (component.length < socket.length + plug.length) throw new Error('too small')
console.log(JSON.stringify({ idle, peak: process.resourceUsage().maxRSS * 1024, input: socket.length + plug.length }))`)
  expect(peak - idle).toBeLessThan(3 * input)
}, 60_000)

async function inChild(script: string) {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--expose-gc', '--input-type=module', '--eval', prelude + script],
    { cwd: import.meta.dirname, env: { ...process.env, FOLDER: folder } },
  )
  return JSON.parse(stdout)
}

/** Adds a core module with that much data, in segments of 1 MiB. */
function pad(component: Uint8Array, size: number): Uint8Array {
  const segments = Array.from({ length: size / MIB }, () => [1, ...encodeU32(MIB)])
  const length = segments.reduce((sum, header) => sum + header.length + MIB, 1)
  const head = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 11, ...encodeU32(length), segments.length]
  const section = [1, ...encodeU32(head.length - 1 + length), ...head]
  const padded = new Uint8Array(component.length + section.length + length - 1)
  padded.set(component)
  padded.set(section, component.length)
  let at = component.length + section.length
  for (const header of segments) {
    padded.set(header, at)
    at += header.length + MIB
  }
  return padded
}
