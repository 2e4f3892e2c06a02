import { randomBytes } from 'node:crypto'
import type { Say } from '../../say.ts'
import { type Answered, type Handler, type HostCall, serveOperation } from '../broker.ts'
import { perCall } from '../per-call.ts'
import type { Operation } from '../service.ts'
import {
  changeTimes,
  listFolder,
  makeFolder,
  moveName,
  readLinkAt,
  removeFolder,
  removeName,
  statName,
} from './at.ts'
import * as calls from './calls.ts'
import { codeOf } from './errors.ts'
import { readFrom, resize, writeTo } from './file.ts'
import { openAt } from './open.ts'
import { openPreopens, type Preopen } from './preopens.ts'
import { toStat } from './stat.ts'
import { DescriptorTable, LimitMet, type TableLimits } from './table.ts'

/** What a guest is granted of files. */
export interface FilesystemGrant extends TableLimits {
  readonly preopens: readonly Preopen[]
}

/** The parent's side of `wasi:filesystem`. */
export interface FilesystemService {
  readonly handlers: readonly (readonly [string, Handler])[]
  /** Closes the granted folders. */
  close(): Promise<void>
}

type Outcome<Value> =
  | { readonly tag: 'ok'; readonly val: Value }
  | { readonly tag: 'err'; readonly val: calls.FilesystemErrorCode }

/**
 * Serves files below the granted folders. What a call has open is closed when it ends.
 *
 * @param say Told which limit a guest has met.
 * @throws AirlockError `grants-invalid` where a folder cannot be opened.
 */
export async function createFilesystemService(grant: FilesystemGrant, say: Say): Promise<FilesystemService> {
  const preopens = await openPreopens(grant.preopens)
  const key = randomBytes(32)
  const tableOf = perCall(
    () => new DescriptorTable(preopens, grant),
    // Nobody is left to be told of what a file system has to say at the end.
    (table) => void table.closeAll().catch(() => {}),
  )

  /** An operation that only answers. */
  function serve<Args, Value>(
    operation: Operation<Args, Outcome<Value>>,
    handle: (args: Args, table: DescriptorTable) => Promise<Value>,
  ): readonly [string, Handler] {
    return serveBytes(operation, async (args, table) => ({ val: await handle(args, table) }))
  }

  /** An operation with bytes beside it. */
  function serveBytes<Args, Value>(
    operation: Operation<Args, Outcome<Value>>,
    handle: (
      args: Args,
      table: DescriptorTable,
      payload: Uint8Array,
    ) => Promise<{ readonly val: Value; readonly payload?: Uint8Array }>,
  ): readonly [string, Handler] {
    return serveOperation(operation, async (args, call: HostCall): Promise<Answered<Outcome<Value>>> => {
      try {
        const table = tableOf(call)
        const { val, payload } = await table.during(() => handle(args, table, call.payload))
        return { answer: { tag: 'ok', val }, ...(payload === undefined ? {} : { payload }) }
      } catch (error) {
        if (error instanceof LimitMet) say(error.text)
        return { answer: { tag: 'err', val: codeOf(error) } }
      }
    })
  }

  const done = async (work: Promise<unknown>): Promise<null> => {
    await work
    return null
  }
  const handlers = [
    serve(calls.open, async (args, table) => {
      await table.close(args.dropped)
      const { fd, entry } = await table.open(() =>
        openAt(table.folder(args.fd), args, (bytes) => table.spend(bytes)),
      )
      return { fd, type: entry.type }
    }),
    serveBytes(calls.read, async ({ fd, offset, length }, table) => ({
      val: null,
      payload: await readFrom(table.get(fd), offset, length),
    })),
    serveBytes(calls.write, async ({ fd, offset }, table, payload) => ({
      val: await writeTo(table.get(fd), offset, payload, (bytes) => table.spend(bytes)),
    })),
    serve(calls.statOf, async ({ fd }, table) =>
      toStat(await table.get(fd).handle.stat({ bigint: true }), key),
    ),
    serve(calls.statAt, async ({ fd, path, follow }, table) =>
      toStat(await statName(table.folder(fd), path, follow), key),
    ),
    serve(calls.list, ({ fd }, table) => listFolder(table.folder(fd))),
    serve(calls.createDirectory, ({ fd, path }, table) =>
      done(makeFolder(table.folder(fd), path, (bytes) => table.spend(bytes))),
    ),
    serve(calls.removeDirectory, ({ fd, path }, table) => done(removeFolder(table.folder(fd), path))),
    serve(calls.unlink, ({ fd, path }, table) => done(removeName(table.folder(fd), path))),
    serve(calls.rename, ({ fd, path, toFd, toPath }, table) =>
      done(moveName(table.folder(fd), path, table.folder(toFd), toPath)),
    ),
    serve(calls.readlink, ({ fd, path }, table) => readLinkAt(table.folder(fd), path)),
    serve(calls.setSize, ({ fd, size }, table) =>
      done(resize(table.get(fd), size, (bytes) => table.spend(bytes))),
    ),
    serve(calls.setTimes, ({ fd, accessed, modified }, table) =>
      done(changeTimes(table.get(fd), undefined, false, accessed, modified)),
    ),
    serve(calls.setTimesAt, ({ fd, path, follow, accessed, modified }, table) =>
      done(changeTimes(table.folder(fd), path, follow, accessed, modified)),
    ),
    serve(calls.sync, ({ fd, dataOnly }, table) => {
      const { handle, type } = table.get(fd)
      // A folder is open as no more than its name, which cannot be synchronised.
      if (type === 'directory') return Promise.resolve(null)
      return done(dataOnly ? handle.datasync() : handle.sync())
    }),
  ]
  return {
    handlers,
    close: async () => void (await Promise.all(preopens.map(({ handle }) => handle.close()))),
  }
}
