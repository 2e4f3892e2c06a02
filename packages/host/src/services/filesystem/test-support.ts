import { AirlockError } from '@wasm-airlock/shared'
import { CallChannels } from '../../channels/call-channels.ts'
import { InstanceContext } from '../../guest/instance-context.ts'
import type { Result } from '../../guest/result.ts'
import type { Operation } from '../service.ts'
import { createFilesystemService } from './broker.ts'
import type { Descriptor } from './guest/descriptor.ts'
import { createFilesystem } from './guest/filesystem.ts'
import type { Preopen } from './preopens.ts'
import type { TableLimits } from './table.ts'

/** Both sides, joined as the boundary joins them: what crosses it is JSON, and bytes. */
export async function joinFilesystem(preopens: readonly Preopen[], limits: Partial<TableLimits> = {}) {
  const lines: string[] = []
  const service = await createFilesystemService(
    { preopens, maxOpenFiles: 16, maxWriteBytes: 1024 * 1024, ...limits },
    (line) => lines.push(line),
  )
  const handlers = new Map(service.handlers)

  /** The folders of one call, and how to end it. */
  function beginCall() {
    const ended = new AbortController()
    const context = new InstanceContext()
    async function ask<Args, Answer>(
      { name, answer }: Operation<Args, Answer>,
      args: Args,
      payload: Uint8Array = new Uint8Array(),
    ) {
      const handle = handlers.get(name)
      if (handle === undefined) throw new AirlockError('internal', `no handler for ${name}`)
      const call = { payload, signal: ended.signal }
      const served = await handle(JSON.parse(JSON.stringify(args)), call)
      return {
        answer: answer.parse(JSON.parse(JSON.stringify(served.answer))),
        payload: served.payload ?? new Uint8Array(),
      }
    }
    context.enter({ ask, log: () => {}, channels: new CallChannels(1, () => {}, 0) })
    const settings = preopens.map(({ guest, writable = false }) => ({ guest, writable }))
    const imports = createFilesystem(context, settings) as unknown as {
      'wasi:filesystem/preopens': { getDirectories(): [Descriptor, string][] }
    }
    const folders = imports['wasi:filesystem/preopens'].getDirectories().map(([folder]) => folder)
    return { ask, context, folders: folders as [Descriptor, ...Descriptor[]], end: () => ended.abort() }
  }

  return { beginCall, handlers, lines, close: service.close }
}

/** The value of a result that is no error. */
export function unwrap<Value>(result: Result<Value, unknown>): Value {
  if (result.tag === 'err') throw new Error(JSON.stringify(result.val))
  return result.val
}
