import type { GuestScope } from '../../../guest/instance-context.ts'
import { err, ok, type Result } from '../../../guest/result.ts'
import type { Operation } from '../../service.ts'
import type { FileStat, FilesystemErrorCode, NewTime } from '../calls.ts'

/** What a function of `wasi:filesystem` returns. */
export type FsResult<Value> = Result<Value, FilesystemErrorCode>

type Outcome<Value> =
  | { readonly tag: 'ok'; readonly val: Value }
  | { readonly tag: 'err'; readonly val: FilesystemErrorCode }

/** Asks for an operation whose answer is used as it is, or not at all. */
export async function askFor<Args, Value>(
  scope: GuestScope,
  operation: Operation<Args, Outcome<Value>>,
  args: Args,
  payload?: Uint8Array,
): Promise<FsResult<Value>> {
  const { answer } = await scope.ask(operation, args, payload)
  return answer.tag === 'ok' ? ok(answer.val) : err(answer.val)
}

/** The same, of an operation that returns nothing. */
export async function askToDo<Args>(
  scope: GuestScope,
  operation: Operation<Args, Outcome<null>>,
  args: Args,
): Promise<FsResult<undefined>> {
  const done = await askFor(scope, operation, args)
  return done.tag === 'ok' ? ok() : done
}

type Datetime = { readonly seconds: bigint; readonly nanoseconds: number }
export type WasiNewTime =
  | { readonly tag: 'no-change' | 'now' }
  | { readonly tag: 'timestamp'; readonly val: Datetime }

/** @returns `undefined` for a time that no system of ours can hold. */
export function toNewTime(time: WasiNewTime): NewTime | undefined {
  if (time.tag !== 'timestamp') return time.tag
  const seconds = Number(time.val.seconds)
  const { nanoseconds } = time.val
  return Number.isSafeInteger(seconds) && nanoseconds < 1_000_000_000 ? [seconds, nanoseconds] : undefined
}

/** `descriptor-stat`. */
export function toDescriptorStat({ type, links, size, accessed, modified, changed }: FileStat): object {
  return {
    type,
    linkCount: BigInt(links),
    size: BigInt(size),
    dataAccessTimestamp: toDatetime(accessed),
    dataModificationTimestamp: toDatetime(modified),
    statusChangeTimestamp: toDatetime(changed),
  }
}

function toDatetime([seconds, nanoseconds]: readonly [number, number]): Datetime {
  return { seconds: BigInt(seconds), nanoseconds }
}

/** `metadata-hash-value`: the same for the same object, which programs take for its number. */
export function toMetadataHash({ id }: FileStat): { lower: bigint; upper: bigint } {
  return { lower: BigInt(`0x${id.slice(0, 16)}`), upper: BigInt(`0x${id.slice(16)}`) }
}
