import type { FilesystemErrorCode } from './calls.ts'

/** An operation is refused, or failed, with a code that the guest is told. */
export class FilesystemError extends Error {
  override readonly name = 'FilesystemError'
  readonly code: FilesystemErrorCode

  constructor(code: FilesystemErrorCode) {
    super(code)
    this.code = code
  }
}

const CODES: Readonly<Record<string, FilesystemErrorCode>> = {
  EACCES: 'access',
  EBADF: 'bad-descriptor',
  EBUSY: 'busy',
  EDQUOT: 'quota',
  EEXIST: 'exist',
  EFBIG: 'file-too-large',
  EILSEQ: 'illegal-byte-sequence',
  EINVAL: 'invalid',
  EISDIR: 'is-directory',
  ELOOP: 'loop',
  EMFILE: 'insufficient-memory',
  EMLINK: 'too-many-links',
  ENAMETOOLONG: 'name-too-long',
  ENFILE: 'insufficient-memory',
  ENOENT: 'no-entry',
  ENOMEM: 'insufficient-memory',
  ENOSPC: 'insufficient-space',
  ENOTDIR: 'not-directory',
  ENOTEMPTY: 'not-empty',
  ENOTSUP: 'unsupported',
  EOVERFLOW: 'overflow',
  EPERM: 'not-permitted',
  EROFS: 'read-only',
  ETXTBSY: 'text-file-busy',
  EXDEV: 'cross-device',
}

/** What a guest is told of whatever an operation threw. */
export function codeOf(error: unknown): FilesystemErrorCode {
  if (error instanceof FilesystemError) return error.code
  return CODES[errnoOf(error) ?? ''] ?? 'io'
}

/** `ENOENT` and the like. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
