import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { transpileBytes } from '@bytecodealliance/jco-transpile'
import { encodeFrame, FrameDecoder } from './frames.ts'
import { GENERATED_MODULE } from './guest/component.ts'
import { GENERATED_FILE, type TranspileOutcome, transpileJob } from './transpile-protocol.ts'

/** Transpiles one component, handed in as a frame, into the folder that it was started in, and ends. */

const MAX_FRAME_BYTES = 512 * 1024 * 1024
const folder = process.cwd()

async function transpile(header: unknown, component: Uint8Array): Promise<TranspileOutcome> {
  const job = transpileJob.parse(header)
  const { files } = await transpileBytes(component, {
    name: 'guest',
    instantiation: 'async',
    emitTypescriptDeclarations: false,
    noComponentErrorWrapping: false,
    base64Cutoff: 0,
    ...(job.suspending === null
      ? {}
      : {
          asyncMode: 'jspi',
          asyncImports: [...job.suspending.imports],
          asyncExports: [...job.suspending.exports],
        }),
  })
  const entries = Object.entries(files).map(
    ([name, bytes]) => [name === 'guest.js' ? GENERATED_MODULE : name, bytes] as const,
  )
  const scriptBytes = entries.find(([name]) => name === GENERATED_MODULE)?.[1].length ?? 0
  if (scriptBytes > job.maxScriptBytes) return { tag: 'too-large', bytes: scriptBytes }
  for (const [name, bytes] of entries) {
    if (!GENERATED_FILE.test(name)) return { tag: 'failed', message: `unexpected file ${name}` }
    await writeFile(join(folder, name), bytes)
  }
  return { tag: 'ok' }
}

const frames = new FrameDecoder(MAX_FRAME_BYTES)
process.stdin.on('data', (chunk: Buffer) => {
  for (const { header, payload } of frames.push(chunk)) {
    transpile(header, payload)
      .catch(
        (error: unknown): TranspileOutcome => ({
          tag: 'failed',
          message: (error instanceof Error ? error.message : String(error)).slice(0, 2000),
        }),
      )
      .then((outcome) => process.stdout.write(encodeFrame(outcome), () => process.exit(0)))
  }
})
process.stdin.on('end', () => process.exit(1))
