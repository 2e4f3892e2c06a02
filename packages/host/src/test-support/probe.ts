import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** The probe application as a component. */
export async function buildProbeApp(): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), 'airlock-test-'))
  const output = join(folder, 'probe.wasm')
  const script = fileURLToPath(new URL('build-probe-app.js', import.meta.url))
  await promisify(execFile)(process.execPath, [script, output])
  const component = await readFile(output)
  await rm(folder, { recursive: true })
  return component
}
