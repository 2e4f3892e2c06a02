import { writeFile } from 'node:fs/promises'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { GENERATED_MODULE } from '../guest/component.ts'
import { encodeFrame, FrameDecoder } from '../process/frames.ts'
import { rewriteTranspiled, type TranspiledFile } from '../rewrite/transpiled.ts'
import { mendBindings } from './mend-bindings.ts'
import { GENERATED_FILE, type TranspileOutcome, transpileJob } from './transpile-protocol.ts'

/** Transpiles one component, handed in as a frame, into the folder that it was started in, and ends. */

const MAX_FRAME_BYTES = 512 * 1024 * 1024
const folder = process.cwd()

// What jco imports besides itself and would need threads and native addons for: the Node build of WASI, of
// which the browser's serves, and a minifier that is not used here.
registerHooks({
  resolve(specifier, context, next) {
    if (specifier === 'oxc-minify')
      return {
        url: 'data:text/javascript,export const minify = undefined',
        format: 'module',
        shortCircuit: true,
      }
    if (!specifier.startsWith('@bytecodealliance/preview2-shim/')) return next(specifier, context)
    return next(specifier, { ...context, conditions: context.conditions.filter((name) => name !== 'node') })
  },
})

// At once: the component comes when it has been accepted.
const jco = import('@bytecodealliance/jco-transpile')
jco.catch(() => {})

async function transpile(header: unknown, component: Uint8Array): Promise<TranspileOutcome> {
  const job = transpileJob.parse(header)
  const { transpileBytes } = await jco
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
  const entries = Object.entries(files).map(([name, bytes]): TranspiledFile => {
    if (name !== 'guest.js') return [name, bytes]
    return [GENERATED_MODULE, Buffer.from(mendBindings(Buffer.from(bytes).toString()))]
  })
  const scriptBytes = entries.find(([name]) => name === GENERATED_MODULE)?.[1].length ?? 0
  if (scriptBytes > job.maxScriptBytes) return { tag: 'too-large', bytes: scriptBytes }
  const script = entries.find(([name]) => name === GENERATED_MODULE)?.[1]
  const instances = countInstances(Buffer.from(script ?? []).toString())
  if (instances > job.maxInstances) return { tag: 'too-many-instances', instances }
  for (const [name, bytes] of rewriteTranspiled(entries)) {
    if (!GENERATED_FILE.test(name)) return { tag: 'failed', message: `unexpected file ${name}` }
    await writeFile(join(folder, name), bytes)
  }
  return { tag: 'ok' }
}

/** jco writes the making of each core instance out, one after the other. */
function countInstances(bindings: string): number {
  return bindings.match(/= yield instantiateCore\(/g)?.length ?? 0
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
