import { z } from '../../schema.ts'
import { defineOperation } from '../service.ts'

/** Longest path, in UTF-16 units. */
export const MAX_PATH_LENGTH = 4096
/** Most descriptors that one operation closes. */
export const MAX_DROPPED = 256
/** Most bytes that one operation reads or writes. */
export const MAX_CHUNK_BYTES = 256 * 1024

/** `wasi:filesystem/types#error-code`, as far as it occurs. */
const errorCode = z.enum([
  'access',
  'bad-descriptor',
  'busy',
  'cross-device',
  'exist',
  'file-too-large',
  'illegal-byte-sequence',
  'insufficient-memory',
  'insufficient-space',
  'invalid',
  'io',
  'is-directory',
  'loop',
  'name-too-long',
  'no-entry',
  'not-directory',
  'not-empty',
  'not-permitted',
  'overflow',
  'quota',
  'read-only',
  'text-file-busy',
  'too-many-links',
  'unsupported',
])
export type FilesystemErrorCode = z.infer<typeof errorCode>

/** `descriptor-type`. */
const type = z.enum([
  'unknown',
  'block-device',
  'character-device',
  'directory',
  'fifo',
  'symbolic-link',
  'regular-file',
  'socket',
])
export type DescriptorType = z.infer<typeof type>

const fd = z.int().min(0)
const size = z.int().min(0)
const path = z.string().max(MAX_PATH_LENGTH)
/** Seconds since 1970, and nanoseconds. */
const time = z.tuple([z.int().min(0), z.int().min(0).max(999_999_999)])
const newTime = z.union([z.literal('no-change'), z.literal('now'), time])
export type NewTime = z.infer<typeof newTime>

const stat = z.strictObject({
  type,
  links: size,
  size,
  accessed: time,
  modified: time,
  changed: time,
  /** The same for the same object, for as long as the folders are granted: 32 hexadecimal digits. */
  id: z.string().regex(/^[0-9a-f]{32}$/),
})
export type FileStat = z.infer<typeof stat>

function operation<Args, Value>(name: string, args: z.ZodType<Args>, value: z.ZodType<Value>) {
  return defineOperation(
    `filesystem.${name}`,
    args,
    z.union([
      z.strictObject({ tag: z.literal('ok'), val: value }),
      z.strictObject({ tag: z.literal('err'), val: errorCode }),
    ]),
  )
}

const nothing = z.null()

export const open = operation(
  'open',
  z.strictObject({
    fd,
    path,
    follow: z.boolean(),
    create: z.boolean(),
    directory: z.boolean(),
    exclusive: z.boolean(),
    truncate: z.boolean(),
    read: z.boolean(),
    write: z.boolean(),
    /** What the guest has dropped since it last opened anything. */
    dropped: z.array(fd).max(MAX_DROPPED),
  }),
  z.strictObject({ fd, type }),
)
export type OpenArgs = z.infer<typeof open.args>

/** Payload of the answer: the bytes; none at the end of the file. */
export const read = operation(
  'read',
  z.strictObject({ fd, offset: size, length: z.int().min(0).max(MAX_CHUNK_BYTES) }),
  nothing,
)
/** Payload: the bytes. `offset` is `null` to append. */
export const write = operation('write', z.strictObject({ fd, offset: size.nullable() }), size)
export const statOf = operation('stat', z.strictObject({ fd }), stat)
export const statAt = operation('stat-at', z.strictObject({ fd, path, follow: z.boolean() }), stat)
export const list = operation('list', z.strictObject({ fd }), z.array(z.tuple([z.string(), type])))
export const createDirectory = operation('create-directory', z.strictObject({ fd, path }), nothing)
export const removeDirectory = operation('remove-directory', z.strictObject({ fd, path }), nothing)
export const unlink = operation('unlink', z.strictObject({ fd, path }), nothing)
export const rename = operation('rename', z.strictObject({ fd, path, toFd: fd, toPath: path }), nothing)
export const readlink = operation('readlink', z.strictObject({ fd, path }), z.string())
export const setSize = operation('set-size', z.strictObject({ fd, size }), nothing)
export const setTimes = operation(
  'set-times',
  z.strictObject({ fd, accessed: newTime, modified: newTime }),
  nothing,
)
export const setTimesAt = operation(
  'set-times-at',
  z.strictObject({ fd, path, follow: z.boolean(), accessed: newTime, modified: newTime }),
  nothing,
)
export const sync = operation('sync', z.strictObject({ fd, dataOnly: z.boolean() }), nothing)
