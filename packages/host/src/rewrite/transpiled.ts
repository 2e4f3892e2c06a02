import { GENERATED_MODULE } from '../guest/component.ts'
import { exposeState } from './core-module.ts'
import { exposeGlue } from './glue.ts'

/** A file that jco made. */
export type TranspiledFile = readonly [name: string, bytes: Uint8Array]

/**
 * Puts the state of a transpiled component within reach of its host: that of its core modules and that of
 * the generated code. The generated module says why an instance of it cannot be put back (`obstacles`), whether
 * its code may change tables (`writesTables`), and which core modules mark what they write (`marking`).
 */
export function rewriteTranspiled(files: readonly TranspiledFile[]): TranspiledFile[] {
  const obstacles: string[] = []
  const marking: string[] = []
  let writesTables = false
  const rewritten = files.map(([name, bytes]): TranspiledFile => {
    if (!name.endsWith('.wasm')) return [name, bytes]
    const module = exposeState(bytes)
    obstacles.push(...module.obstacles.map((obstacle) => `${name}: ${obstacle}`))
    if (module.marksStores) marking.push(name)
    writesTables ||= module.writesTables
    return [name, module.bytes]
  })
  return rewritten.map(([name, bytes]): TranspiledFile => {
    if (name !== GENERATED_MODULE) return [name, bytes]
    const { script } = exposeGlue(Buffer.from(bytes).toString('utf8'), { obstacles, writesTables, marking })
    return [name, Buffer.from(script)]
  })
}
