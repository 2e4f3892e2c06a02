import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Finding } from '@wasm-airlock/shared'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bombs } from './testing/bombs.ts'

/** More memory than that, beyond the input, no component may take of whoever examines it. */
const MAX_MEMORY_BYTES = 300e6

const entry = new URL('../dist/index.js', import.meta.url).href
const probe = new URL('testing/peak-of-bomb.ts', import.meta.url).pathname

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'airlock-bombs-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Outcome {
  readonly ok: boolean
  readonly findings: readonly Finding[]
  readonly gate: readonly Finding[]
  readonly bytes: number
}

// The 2 s are the deadline of the validation, in peak-of-bomb.ts: on a slow machine it is what ends it.
test.each(bombs)('$name: refused, in little memory', async ({ make, isInBodies }) => {
  const path = join(folder, 'bomb.wasm')
  await writeFile(path, await make())
  const { stdout } = await promisify(execFile)(process.execPath, [probe, path, entry])
  const { ok, findings, gate, bytes } = JSON.parse(stdout) as Outcome
  expect(ok).toBe(false)
  expect(findings.map(({ severity }) => severity)).toContain('error')
  expect(bytes).toBeLessThan(MAX_MEMORY_BYTES)
  // Before anything is transpiled, and without a deadline.
  if (!isInBodies) expect(gate).not.toEqual([])
})
